/** @file Specs as they were at a commit: read through git, checked as today's are. */

import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import * as tar from 'tar'
import type { Claim } from '../claims/claim.js'
import { checkSpecs } from './check-specs.js'
import { UsageError, specsIn } from './spec-files.js'

const run = promisify(execFile)
const largestOutput = 64 * 1024 * 1024

export async function git(...args: string[]): Promise<string> {
  try {
    const { stdout } = await run('git', args, { maxBuffer: largestOutput })
    return stdout
  } catch (error) {
    const { stderr, code, message } = error as { stderr?: string; code?: unknown; message: string }
    if (code === 'ENOENT') throw new UsageError('git is not installed, or not on the path')
    const [line = message] = (stderr ?? '').trim().split('\n')
    throw new UsageError(`git ${args[0] ?? ''}: ${line}`)
  }
}

/** @throws UsageError where there is no such commit */
export async function requireCommit(ref: string): Promise<void> {
  await git('rev-parse', '--is-inside-work-tree')
  await git('rev-parse', '--verify', '--quiet', `${ref}^{commit}`).catch(() => {
    throw new UsageError(`git knows no commit \`${ref}\``)
  })
}

/** A file's text at a commit, or nothing where it was not there. */
export async function fileAt(ref: string, file: string): Promise<string | undefined> {
  await requireCommit(ref)
  return git('show', `${ref}:./${file}`).catch(() => undefined)
}

/** The installed packages are no part of a commit: a config of then finds those of today. */
async function linkPackages(top: string, tree: string, prefix: string): Promise<void> {
  const folders = prefix.split('/').filter((name) => name !== '')
  for (let depth = 0; depth <= folders.length; depth++) {
    const below = path.join(...folders.slice(0, depth), 'node_modules')
    const [installed, link] = [path.join(top, below), path.join(tree, below)]
    if (existsSync(installed) && !existsSync(link)) await symlink(installed, link, 'junction')
  }
}

/** The claims of these paths at a commit; paths that were not there then have none. */
export async function claimsAt(
  ref: string,
  paths: readonly string[],
  profile?: string,
): Promise<Claim[]> {
  await requireCommit(ref)
  const folder = await mkdtemp(path.join(tmpdir(), 'genspec-at-'))
  const here = process.cwd()
  try {
    const archive = path.join(folder, 'specs.tar')
    const tree = path.join(folder, 'tree')
    // From the top: the config, and what specs use, may stand above this folder.
    const top = (await git('rev-parse', '--show-toplevel')).trimEnd()
    const prefix = (await git('rev-parse', '--show-prefix')).trimEnd()
    const within = path.join(tree, prefix)
    await git('-C', top, 'archive', `--output=${archive}`, ref)
    // What is looked for upwards ends here, as it does at the root of the repository.
    await mkdir(path.join(tree, '.git'), { recursive: true })
    await tar.extract({
      file: archive,
      cwd: tree,
      filter: (name) => /\.(?:gen|json|[cm]?[jt]s)$/.test(name),
    })
    // From inside, the specs have the same paths as today's.
    await mkdir(within, { recursive: true })
    await linkPackages(top, tree, prefix)
    process.chdir(within)
    const there: string[] = []
    for (const given of paths) if ((await specsIn(given)).length > 0) there.push(given)
    if (there.length === 0) return []
    return await checkSpecs(there, { profile }).catch((error: unknown) => {
      throw error instanceof UsageError ? new UsageError(`at \`${ref}\`: ${error.message}`) : error
    })
  } finally {
    process.chdir(here)
    await rm(folder, { recursive: true, force: true })
  }
}
