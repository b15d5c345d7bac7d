/** @file The project's state in git: part of a record's provenance. */

import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import type { GitState } from './record.js'

const run = promisify(execFile)
const largestDiff = 256 * 1024 * 1024

/** The state of the folder's repository; `undefined` outside a repository, without a commit, or without git. */
export async function gitState(folder: string): Promise<GitState | undefined> {
  const git = async (...args: string[]) => {
    const { stdout } = await run('git', args, { cwd: folder, maxBuffer: largestDiff })
    return stdout
  }
  try {
    const commit = (await git('rev-parse', 'HEAD')).trim()
    const changes = await git('diff', 'HEAD', '--no-ext-diff', '--binary')
    const untracked = await git('status', '--porcelain', '--untracked-files=all')
    if (changes === '' && untracked === '') return { commit }
    return { commit, dirty: createHash('sha256').update(changes).update(untracked).digest('hex') }
  } catch {
    return undefined
  }
}
