/** @file Locks that admit one process at a time to a folder, and that expire when their process dies. */

import path from 'node:path'
import lockfile from 'proper-lockfile'
import { makeFolder } from './make-folder.js'

/** The time after which a lock that was not renewed belongs to a dead process, in milliseconds. */
const stale = 10_000

export type Release = () => Promise<void>

/**
 * @param folder the folder, which need not exist yet; the lock is a folder next to it
 * @returns a function that releases the lock, `undefined` while another process holds it
 */
export async function tryLock(folder: string): Promise<Release | undefined> {
  makeFolder(path.dirname(folder))
  try {
    const release = await lockfile.lock(folder, {
      stale,
      realpath: false,
      // If the lock is lost, two processes may train the same run. That only wastes time, as records are written
      // atomically.
      onCompromised: () => undefined,
    })
    return () => release().catch(() => undefined)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ELOCKED') return undefined
    throw error
  }
}

/** True if a living process holds the lock of the folder. */
export function isLocked(folder: string): Promise<boolean> {
  return lockfile.check(folder, { stale, realpath: false })
}

/** The name of the folder that a lock belongs to; `undefined` if the name is not that of a lock. */
export function lockedBy(name: string): string | undefined {
  return name.endsWith('.lock') ? name.slice(0, -'.lock'.length) : undefined
}
