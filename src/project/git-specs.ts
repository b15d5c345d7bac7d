/** @file Specs at a commit: read through git and checked like the current ones. */

import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import * as tar from 'tar'
import type { Claim } from '../claims/claim.js'
import { projectRegistry } from '../config/project-registry.js'
import { checkSpecs } from './check-specs.js'
import type { Project, ProjectFolder } from './project.js'
import { SpecError } from './spec-error.js'
import { UsageError, hasSpecs } from './spec-files.js'

const run = promisify(execFile)
const largestOutput = 64 * 1024 * 1024

async function git(folder: string, ...args: string[]): Promise<string> {
  try {
    const { stdout } = await run('git', args, { cwd: folder, maxBuffer: largestOutput })
    return stdout
  } catch (error) {
    const { stderr, code, message } = error as { stderr?: string; code?: unknown; message: string }
    if (code === 'ENOENT') throw new UsageError('git is not installed or not on the PATH')
    const [line = message] = (stderr ?? '').trim().split('\n')
    throw new UsageError(`git ${args[0] ?? ''}: ${line}`)
  }
}

/** @throws UsageError if there is no such commit */
export async function requireCommit({ root }: ProjectFolder, ref: string): Promise<void> {
  await git(root, 'rev-parse', '--is-inside-work-tree')
  await git(root, 'rev-parse', '--verify', '--quiet', `${ref}^{commit}`).catch(() => {
    throw new UsageError(`git has no commit \`${ref}\``)
  })
}

/** The text of a file in the project's root at a commit; undefined if it did not exist. */
export async function fileAt(
  project: ProjectFolder,
  ref: string,
  file: string,
): Promise<string | undefined> {
  await requireCommit(project, ref)
  return git(project.root, 'show', `${ref}:./${file}`).catch(() => undefined)
}

/** Installed packages are not part of a commit: an old config uses the current ones. */
async function linkPackages(top: string, tree: string, prefix: string): Promise<void> {
  const folders = prefix.split('/').filter((name) => name !== '')
  for (let depth = 0; depth <= folders.length; depth++) {
    const below = path.join(...folders.slice(0, depth), 'node_modules')
    const [installed, link] = [path.join(top, below), path.join(tree, below)]
    if (existsSync(installed) && !existsSync(link)) await symlink(installed, link, 'junction')
  }
}

/** The claims of these paths at a commit; paths that did not exist have none. */
export function claimsAt(
  project: Project,
  ref: string,
  paths: readonly string[],
  profile?: string,
): Promise<Claim[]> {
  return projectAt(project, ref, async (then) => {
    const there: string[] = []
    for (const given of paths) {
      const name = path.relative(project.cwd, path.resolve(project.cwd, given)) || '.'
      if (await hasSpecs(then, name)) there.push(name)
    }
    if (there.length === 0) return []
    try {
      return (await checkSpecs(then, there, { profile })).claims
    } catch (error) {
      if (error instanceof SpecError) throw new SpecError(error.found, `at \`${ref}\`: `)
      throw error instanceof UsageError ? new UsageError(`at \`${ref}\`: ${error.message}`) : error
    }
  })
}

/**
 * The project at a commit, in a folder that is removed after `use`. Its specs keep their current names;
 * data and installed packages are the current ones.
 */
async function projectAt<T>(
  project: Project,
  ref: string,
  use: (then: Project) => Promise<T>,
): Promise<T> {
  await requireCommit(project, ref)
  const folder = await mkdtemp(path.join(tmpdir(), 'genspec-at-'))
  try {
    const archive = path.join(folder, 'specs.tar')
    const tree = path.join(folder, 'tree')
    // The whole repository, because the config and used files can be above the root.
    const top = (await git(project.root, 'rev-parse', '--show-toplevel')).trimEnd()
    const prefix = (await git(project.root, 'rev-parse', '--show-prefix')).trimEnd()
    const root = path.join(tree, prefix)
    await git(top, 'archive', `--output=${archive}`, ref)
    // Ends searches in parent folders here, as at the root of the repository.
    await mkdir(path.join(tree, '.git'), { recursive: true })
    await tar.extract({
      file: archive,
      cwd: tree,
      filter: (name) => /\.(?:gen|json|[cm]?[jt]s)$/.test(name),
    })
    await mkdir(root, { recursive: true })
    await linkPackages(top, tree, prefix)
    const cwd = path.join(root, path.relative(project.root, project.cwd))
    const registry = (await projectRegistry(root)).from(project.root)
    return await use({ ...project, root, cwd, registry })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
