/** @file The files that killed processes leave in a store: locks that are not renewed, and unfinished files. */

import { readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { isLocked, lockedBy, tryLock } from '../files/lock.js'
import { isUnfinished } from '../files/whole-file.js'
import { isRunKey } from './store.js'

/** The name of unfinished checkpoints in earlier versions, before all unfinished files had unique names. */
const formerName = 'checkpoint.tmp'

export interface Remains {
  /** The folder of the run. */
  folder: string
  /** The paths of the files, which include the folder's lock. */
  files: string[]
}

/** Finds the remains in all folders except those that a living process works in. */
export async function remainsIn(storeFolder: string): Promise<Remains[]> {
  const names = namesIn(storeFolder)
  const locks = new Set(names.flatMap((name) => lockedBy(name) ?? []).filter(isRunKey))
  const found: Remains[] = []
  for (const key of new Set([...names.filter(isRunKey), ...locks])) {
    const folder = path.join(storeFolder, key)
    const files = namesIn(folder).filter((name) => name === formerName || isUnfinished(name))
    const left = files.map((name) => path.join(folder, name))
    if (locks.has(key)) left.push(`${folder}.lock`)
    if (left.length > 0 && !(await isLocked(folder))) found.push({ folder, files: left })
  }
  return found
}

/** Removes the remains. Files that cannot be removed stay, as in a read-only store. */
export async function removeRemains(remains: readonly Remains[]): Promise<void> {
  for (const { folder, files } of remains) {
    // Taking the lock takes over that of the dead process; releasing it removes the lock.
    const release = await tryLock(folder).catch(() => undefined)
    if (release === undefined) continue
    for (const file of files) {
      if (lockedBy(file) === undefined) await rm(file, { force: true }).catch(() => undefined)
    }
    await release()
  }
}

/** Synchronous, since there can be thousands of folders, and a promise costs more than the reading. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
