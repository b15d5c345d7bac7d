/** @file The garbage of a local store, grouped by what its removal would lose. */

import { lstat, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { isLocked, tryLock } from '../files/lock.js'
import type { EngineIdentity } from '../engine/engine.js'
import { readCheckpoint } from './checkpoint.js'
import type { RunRecord } from './record.js'
import { readLog } from './run-log.js'
import { type Remains, remainsIn, removeRemains } from './remains.js'
import { type Store, isRunKey } from './store.js'

/** The runs that specs need. Without it, every run counts as needed. */
export interface Needed {
  finished(record: RunRecord): boolean
  /** @param engine the engine on which the run began, if its log has one */
  unfinished(key: string, engine: EngineIdentity | undefined): boolean
}

export interface Garbage {
  /** Runs that no spec needs. */
  finished: { folder: string; record: RunRecord }[]
  /** Folders of runs with a checkpoint, which no spec needs. */
  unfinished: string[]
  /** Folders whose record has content that no run can produce. */
  refused: string[]
  /** Folders that hold neither a readable record nor a checkpoint. */
  empty: string[]
  /** Files of dead processes, in folders that stay. */
  remains: Remains[]
  bytes: number
  /** The time of the search, in milliseconds since 1970; folders that change later are no longer garbage. */
  lookedAt: number
}

/** Finds the garbage, without folders that another process works in and records that a newer genspec wrote. */
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

/** @returns the folders that stay, since a process works in them or has changed them since the search */
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

/** When the folder changed, in milliseconds since 1970; atomic writes in a folder always change it. */
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

/** True if the folder has a checkpoint; one that cannot be read counts, so that it is not removed. */
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
