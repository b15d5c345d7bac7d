/** @file One install at a time: a lock that dies with its holder. */

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import lockfile from 'proper-lockfile'
import { enginesFolder } from './cache-folder.js'

/** A holder renews its lock every third of this; a lock that was not renewed belongs to the dead. */
const stale = 15_000

/** Runs something while no other process of this user installs or removes. */
export async function withLock<Result>(
  onWait: () => void,
  action: () => Promise<Result>,
): Promise<Result> {
  const folder = enginesFolder()
  await mkdir(folder, { recursive: true })
  const options = { stale, realpath: false, lockfilePath: join(folder, 'install.lock') }
  const release = await lockfile.lock(folder, options).catch(async (error: unknown) => {
    if ((error as { code?: string }).code !== 'ELOCKED') throw error
    onWait()
    const retries = { forever: true, minTimeout: 500, maxTimeout: 500 }
    return lockfile.lock(folder, { ...options, retries })
  })
  try {
    return await action()
  } finally {
    await release()
  }
}
