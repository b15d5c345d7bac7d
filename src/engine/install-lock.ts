/** @file The lock that admits one install at a time, and that expires when its holder dies. */

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import lockfile from 'proper-lockfile'
import { enginesFolder } from './cache-folder.js'

/** Milliseconds after which a lock that was not renewed has expired; its holder renews it twice as often. */
const stale = 15_000

/** Runs an action while no other process of this user installs or removes an engine. */
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
