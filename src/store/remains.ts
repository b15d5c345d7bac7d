/** @file What killed processes leave in a store: locks that nobody renews, and files that were being written. */

import { readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { isLocked, lockedBy, tryLock } from '../files/lock.js'
import { isUnfinished } from '../files/whole-file.js'
import { isRunKey } from './store.js'

/** Of checkpoints, before files that are being written had a name of their own. */
const formerName = 'checkpoint.tmp'

export interface Remains {
  /** Of the run. */
  folder: string
  /** Their paths; the lock of the folder is one of them. */
  files: string[]
}

/** A run that a living process works on has none. */
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

/** What cannot be removed stays, as in a store that is only read. */
export async function removeRemains(remains: readonly Remains[]): Promise<void> {
  for (const { folder, files } of remains) {
    // Giving the lock back removes that of the dead process, which it has taken over.
    const release = await tryLock(folder).catch(() => undefined)
    if (release === undefined) continue
    for (const file of files) {
      if (lockedBy(file) === undefined) await rm(file, { force: true }).catch(() => undefined)
    }
    await release()
  }
}

/** There can be thousands of these folders: a promise costs more than the reading. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
