/** @file Export and import of runs: from one store to another, or through an archive file. */

import { existsSync } from 'node:fs'
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import * as tar from 'tar'
import { writeWhole } from '../files/whole-file.js'
import { trainerLogName } from '../trainers/log.js'
import { logName, logProblem } from './run-log.js'
import { type Refused, Store, recordName } from './store.js'
import { unpackRuns } from './unpack.js'

export interface Carried {
  runs: number
  /** Runs that the target already had. */
  known: number
  /** Invalid records, which are not copied. */
  refused: Refused[]
  /** Faulty logs of copied runs, which are left out. */
  logs: { folder: string; problem: string }[]
}

function isArchive(name: string): boolean {
  return /\.(tgz|tar\.gz)$/i.test(name)
}

/** True for a name that promises an archive of another format. */
export function isOtherArchive(name: string): boolean {
  return !isArchive(name) && /\.(zip|tar|tar\.\w+|t[bxl]z2?|t?zst|gz|bz2|xz|7z|rar)$/i.test(name)
}

/** @param target a folder, or a new file that ends in `.tgz`, which is not made without runs */
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
    if (names.length === 0) return carried
    // Without times and owners, the same runs give the same file.
    const packed = tar.create({ cwd: folder, gzip: true, portable: true, noMtime: true }, names)
    await writeWhole(target, packed)
    return carried
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * @param from a store's folder, or an archive of {@link exportRuns}
 * @throws ArchiveError if an archive cannot be unpacked; then none of its runs is imported
 */
export async function importRuns(from: string, store: Store): Promise<Carried> {
  if ((await stat(from)).isDirectory()) return copyRuns(new Store(from), undefined, store)
  const folder = await mkdtemp(path.join(tmpdir(), 'genspec-import-'))
  const inArchive = <T extends { folder: string }>(one: T): T =>
    one.folder.startsWith(folder)
      ? { ...one, folder: path.join(from, path.basename(one.folder)) }
      : one
  try {
    unpackRuns(from, folder)
    const { refused, logs, ...carried } = await copyRuns(new Store(folder), undefined, store)
    return { ...carried, refused: refused.map(inArchive), logs: logs.map(inArchive) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function copyRuns(
  from: Store,
  keys: ReadonlySet<string> | undefined,
  to: Store,
): Promise<Carried> {
  const carried: Carried = { runs: 0, known: 0, refused: [], logs: [] }
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
    const taken = to.placeTaken(record.key)
    if (taken) {
      carried.refused.push(taken)
      continue
    }
    const target = to.folderOf(record.key)
    // The record comes last, since a folder with a record counts as a run.
    const problem = logProblem(folder, record)
    if (problem === undefined) await copy(folder, target, logName)
    else carried.logs.push({ folder, problem })
    await copy(folder, target, trainerLogName)
    await copy(folder, target, recordName)
    carried.runs++
  }
  return carried
}

async function copy(from: string, to: string, name: string): Promise<void> {
  const file = path.join(from, name)
  if (existsSync(file)) await writeWhole(path.join(to, name), await readFile(file))
}
