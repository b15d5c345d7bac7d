/** @file What a local store could do without, by what would be lost with it. */

import { lstat, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { isLocked, tryLock } from '../files/lock.js'
import type { EngineIdentity } from '../engine/engine.js'
import { readCheckpoint } from './checkpoint.js'
import type { RunRecord } from './record.js'
import { readLog } from './run-log.js'
import { type Remains, remainsIn, removeRemains } from './remains.js'
import { type Store, isRunKey } from './store.js'

/** What specs need; where nothing is said, they need every run. */
export interface Needed {
  finished(record: RunRecord): boolean
  /** @param engine that the run was begun on, as far as its log says */
  unfinished(key: string, engine: EngineIdentity | undefined): boolean
}

export interface Garbage {
  /** Runs that no spec needs. */
  finished: { folder: string; record: RunRecord }[]
  /** Folders of runs with a checkpoint, which no spec needs. */
  unfinished: string[]
  /** Folders whose record says what no run can have led to. */
  refused: string[]
  /** Folders with a torn record, or with nothing that a run could go on from. */
  empty: string[]
  /** Of dead processes, in folders that stay. */
  remains: Remains[]
  bytes: number
  /** When it was looked, in milliseconds since 1970: what changes later is no garbage any more. */
  lookedAt: number
}

/** Folders that another process works in are left alone, and so is what a newer genspec wrote. */
export async function garbageIn(store: Store, needed: Needed | undefined): Promise<Garbage> {
  const lookedAt = Date.now()
  const entries = await store.entries('local')
  const byFolder = new Map(entries.map((entry) => [entry.folder, entry]))
  const garbage: Garbage = {
    ...{ finished: [], unfinished: [], refused: [], empty: [], remains: [], bytes: 0, lookedAt },
  }
  for (const key of (await namesIn(store.folder)).filter(isRunKey)) {
    const folder = store.folderOf(key)
    if (!(await isFolder(folder)) || (await isLocked(folder))) continue
    const entry = byFolder.get(folder)
    if (entry && 'record' in entry) {
      if (needed?.finished(entry.record) === false) garbage.finished.push(entry)
    } else if (entry?.fault === 'refused') {
      garbage.refused.push(folder)
    } else if (entry === undefined || entry.fault === 'torn') {
      if (!hasCheckpoint(folder, key)) garbage.empty.push(folder)
      else if (needed?.unfinished(key, engineOf(folder)) === false) garbage.unfinished.push(folder)
    }
  }
  const going = new Set(foldersOf(garbage))
  const remains = await remainsIn(store.folder)
  garbage.remains = remains.filter(({ folder }) => !going.has(folder))
  const paths = [...going, ...garbage.remains.flatMap(({ files }) => files)]
  for (const one of paths) garbage.bytes += await sizeOf(one)
  return garbage
}

function foldersOf({ finished, unfinished, refused, empty }: Garbage): string[] {
  return [...finished.map(({ folder }) => folder), ...unfinished, ...refused, ...empty]
}

/** @returns folders that stay, as a process works in them now or has since */
export async function removeGarbage(garbage: Garbage): Promise<string[]> {
  const kept: string[] = []
  for (const folder of foldersOf(garbage)) {
    const release = await tryLock(folder)
    if (release === undefined || (await changedAt(folder)) > garbage.lookedAt) kept.push(folder)
    else await rm(folder, { recursive: true, force: true })
    await release?.()
  }
  await removeRemains(garbage.remains)
  return kept
}

/** Files that are written whole change their folder. */
async function changedAt(folder: string): Promise<number> {
  const found = await lstat(folder).catch(() => undefined)
  return found?.mtimeMs ?? 0
}

function engineOf(folder: string): EngineIdentity | undefined {
  try {
    const begun = readLog(folder).find((event) => event.type === 'training')
    return begun?.type === 'training' ? begun.engine : undefined
  } catch {
    return undefined
  }
}

/** One that cannot be read is not thrown away. */
function hasCheckpoint(folder: string, key: string): boolean {
  try {
    return readCheckpoint(folder, key) !== undefined
  } catch {
    return true
  }
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => [])
}

async function isFolder(place: string): Promise<boolean> {
  return (await lstat(place).catch(() => undefined))?.isDirectory() ?? false
}

async function sizeOf(place: string): Promise<number> {
  const found = await lstat(place).catch(() => undefined)
  if (!found?.isDirectory()) return found?.size ?? 0
  const sizes = (await namesIn(place)).map((name) => sizeOf(path.join(place, name)))
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}
