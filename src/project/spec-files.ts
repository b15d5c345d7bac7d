/** @file The spec files that paths on the command line name. */

import type { Stats } from 'node:fs'
import { readdir, readlink, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Source } from '../diagnostics/source.js'
import { FileError } from '../files/regular-file.js'
import { systemReason } from '../files/system-errors.js'
import { readSource } from '../language/read-source.js'
import { printable } from '../text/visible.js'
import { type ProjectFolder, nameInProject } from './project.js'

/** The command line cannot be carried out; the message explains the problem and the remedy. */
export class UsageError extends Error {}

/**
 * Each `.gen` file once, sorted within each folder. Skips hidden files and folders, `node_modules`, and
 * links to folders.
 * @param paths relative to the working directory
 * @throws UsageError that names every spec that cannot be read
 */
export async function readSpecs(
  project: ProjectFolder,
  paths: readonly string[],
): Promise<Source[]> {
  const names = new Set<string>()
  for (const given of paths) {
    for (const file of await specFiles(project, given)) names.add(nameInProject(project, file))
  }
  if (names.size === 0) {
    throw new UsageError(`no .gen files in ${paths.join(', ')}; name a spec or a folder of specs`)
  }
  const read = await Promise.allSettled([...names].map((name) => readSpec(project, name)))
  const failures = read.flatMap((one) => (one.status === 'rejected' ? [one.reason as Error] : []))
  const bug = failures.find((failure) => !(failure instanceof UsageError))
  if (bug) throw bug
  if (failures.length > 0) {
    throw new UsageError(failures.map(({ message }) => message).join('\n  '))
  }
  return read.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
}

async function readSpec(project: ProjectFolder, name: string): Promise<Source> {
  const file = fileOf(project, { path: name })
  await look(file, name)
  if (printable(name) !== name) {
    throw new UsageError(`\`${printable(name)}\` has a name that cannot be printed; rename it`)
  }
  try {
    return readSource(file, name)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    throw new UsageError(`\`${name}\` cannot be read: ${error.message}`)
  }
}

/** The path of a spec's file. */
export function fileOf({ root }: ProjectFolder, source: Pick<Source, 'path'>): string {
  return path.resolve(root, source.path)
}

/** True for a path on the command line that names a spec or a folder of specs. */
export async function hasSpecs(project: ProjectFolder, given: string): Promise<boolean> {
  const found = await stat(path.resolve(project.cwd, given)).catch(() => undefined)
  return found !== undefined && (await specFiles(project, given)).length > 0
}

/**
 * True if a file or folder contains a spec, which need not exist. Both are named by their paths in the project.
 */
export function isUnder(folder: string, file: string): boolean {
  const inside = path.relative(folder, file)
  if (inside === '') return true
  const names = inside.split(path.sep)
  return !path.isAbsolute(inside) && !names.some(isIgnored)
}

/** True for files that editors and systems leave, such as `.#a.gen` and `._a.gen`. */
function isIgnored(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules'
}

/** Lists the spec files of a path that is relative to the working directory. */
async function specFiles(project: ProjectFolder, given: string): Promise<string[]> {
  const place = path.resolve(project.cwd, given)
  if (!(await look(place, given)).isDirectory()) return [given]
  const entries = await readdir(place, { withFileTypes: true }).catch((error: unknown) =>
    refuse(given, error),
  )
  entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  const nested = entries
    .filter(({ name }) => !isIgnored(name))
    .map(async (entry) => {
      const inside = path.join(given, entry.name)
      if (entry.isDirectory()) return specFiles(project, inside)
      if (!entry.name.endsWith('.gen')) return []
      const isLink = entry.isSymbolicLink()
      const target = isLink && (await stat(path.join(place, entry.name)).catch(() => undefined))
      return target && target.isDirectory() ? [] : [inside]
    })
  return (await Promise.all(nested)).flat()
}

/** @param name the file's name in messages */
async function look(file: string, name: string): Promise<Stats> {
  return stat(file).catch(async (error: unknown) => {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    if (!missing) return refuse(name, error)
    const target = await readlink(file).catch(() => undefined)
    if (target === undefined) throw new UsageError(`there is no file or folder \`${name}\``)
    throw new UsageError(
      `\`${name}\` cannot be read: it is a link to \`${target}\`, which does not exist; remove or redirect the link`,
    )
  })
}

function refuse(name: string, error: unknown): never {
  const reason = systemReason(error)
  if (reason === undefined) throw error
  throw new UsageError(`\`${name}\` cannot be read: ${reason}`)
}
