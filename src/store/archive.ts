/** @file Runs carried from one store to another: to a folder, or to an archive that is one file. */

import { existsSync } from 'node:fs'
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import * as tar from 'tar'
import { makeFolder } from '../files/make-folder.js'
import { writeWhole } from '../files/whole-file.js'
import { logName, logProblem } from './run-log.js'
import { type Refused, Store, recordName } from './store.js'

export interface Carried {
  runs: number
  /** Runs that were there already. */
  known: number
  /** They are not carried. */
  refused: Refused[]
}

function isArchive(name: string): boolean {
  return /\.(tgz|tar\.gz)$/.test(name)
}

/** @param target a folder, or a new file that ends in `.tgz` */
export async function exportRuns(
  store: Store,
  keys: ReadonlySet<string> | undefined,
  target: string,
): Promise<Carried> {
  if (!isArchive(target)) return copyRuns(store, keys, new Store(target))
  const folder = await mkdtemp(path.join(tmpdir(), 'genspec-export-'))
  try {
    const carried = await copyRuns(store, keys, new Store(folder))
    const names = (await readdir(folder)).sort()
    makeFolder(path.dirname(target))
    // Without times and owners, the same runs make the same file.
    await tar.create(
      { file: target, cwd: folder, gzip: true, portable: true, noMtime: true },
      names,
    )
    return carried
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** @param from a store's folder, or an archive of {@link exportRuns} */
export async function importRuns(from: string, store: Store): Promise<Carried> {
  if ((await stat(from)).isDirectory()) return copyRuns(new Store(from), undefined, store)
  const folder = await mkdtemp(path.join(tmpdir(), 'genspec-import-'))
  try {
    await tar.extract({ file: from, cwd: folder, strict: true })
    return await copyRuns(new Store(folder), undefined, store)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function copyRuns(
  from: Store,
  keys: ReadonlySet<string> | undefined,
  to: Store,
): Promise<Carried> {
  const carried: Carried = { runs: 0, known: 0, refused: [] }
  const seen = new Set<string>()
  for (const entry of await from.entries()) {
    if ('problem' in entry) {
      carried.refused.push(entry)
      continue
    }
    const { record, folder } = entry
    if ((keys !== undefined && !keys.has(record.key)) || seen.has(record.key)) continue
    seen.add(record.key)
    if (to.read(record.key)) {
      carried.known++
      continue
    }
    const target = to.folderOf(record.key)
    // The record comes last: it is what makes the folder a run.
    if (logProblem(folder, record) === undefined) await copy(folder, target, logName)
    await copy(folder, target, recordName)
    carried.runs++
  }
  return carried
}

async function copy(from: string, to: string, name: string): Promise<void> {
  const file = path.join(from, name)
  if (existsSync(file)) await writeWhole(path.join(to, name), await readFile(file))
}
