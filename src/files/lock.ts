/** @file One process at a time works in a folder. The lock of a process that died goes stale by itself. */

import path from 'node:path'
import lockfile from 'proper-lockfile'
import { makeFolder } from './make-folder.js'

/** A lock not renewed for this long, in milliseconds, belongs to a dead process. */
const stale = 10_000

export type Release = () => Promise<void>

/**
 * @param folder need not exist yet; the lock is a folder beside it
 * @returns what gives the lock back, or nothing while another process holds it
 */
export async function tryLock(folder: string): Promise<Release | undefined> {
  makeFolder(path.dirname(folder))
  try {
    const release = await lockfile.lock(folder, {
      stale,
      realpath: false,
      // Two processes that train the same run only waste time: records are written atomically.
      onCompromised: () => undefined,
    })
    return () => release().catch(() => undefined)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ELOCKED') return undefined
    throw error
  }
}

/** Whether a living process holds the lock of the folder. */
export function isLocked(folder: string): Promise<boolean> {
  return lockfile.check(folder, { stale, realpath: false })
}

/** The folder that a lock stands beside; nothing where the name is no lock's. */
export function lockedBy(name: string): string | undefined {
  return name.endsWith('.lock') ? name.slice(0, -'.lock'.length) : undefined
}
