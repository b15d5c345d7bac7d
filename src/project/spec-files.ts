/** @file The spec files that paths on the command line name. */

import type { Stats } from 'node:fs'
import { readdir, readlink, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Source } from '../diagnostics/source.js'
import { FileError } from '../files/regular-file.js'
import { systemReason } from '../files/system-errors.js'
import { readSource } from '../language/read-source.js'
import { printable } from '../text/visible.js'

/** The command line cannot be carried out; the message says what is wrong and what to do. */
export class UsageError extends Error {}

/**
 * Each `.gen` file once, sorted within each folder; hidden files and folders and `node_modules` are
 * left out, and links to folders are not followed.
 * @throws UsageError that names every spec which cannot be read
 */
export async function readSpecs(paths: readonly string[]): Promise<Source[]> {
  const files = new Set<string>()
  for (const given of paths) for (const file of await specFiles(given)) files.add(file)
  if (files.size === 0) {
    throw new UsageError(`no .gen files in ${paths.join(', ')}; name a spec or a folder of specs`)
  }
  const read = await Promise.allSettled([...files].map(readSpec))
  const failures = read.flatMap((one) => (one.status === 'rejected' ? [one.reason as Error] : []))
  const bug = failures.find((failure) => !(failure instanceof UsageError))
  if (bug) throw bug
  if (failures.length > 0) {
    throw new UsageError(failures.map(({ message }) => message).join('\n  '))
  }
  return read.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
}

async function readSpec(file: string): Promise<Source> {
  await look(file)
  const shown = file.split(path.sep).join('/')
  if (printable(shown) !== shown) {
    throw new UsageError(`\`${printable(shown)}\` has a name that cannot be printed; rename it`)
  }
  try {
    return readSource(file, shown)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    throw new UsageError(`\`${shown}\` cannot be read: ${error.message}`)
  }
}

/** The spec files that a path names; none where there is nothing. */
export async function specsIn(given: string): Promise<string[]> {
  const found = await stat(given).catch(() => undefined)
  return found === undefined ? [] : specFiles(given)
}

/** Whether a path on the command line takes in a spec, be it there or not. */
export function isUnder(given: string, file: string): boolean {
  const inside = path.relative(given, file)
  if (inside === '') return true
  const names = inside.split(path.sep)
  return !path.isAbsolute(inside) && !names.some(isIgnored)
}

/** Also what editors and other systems leave beside a file: `.#a.gen`, `._a.gen`. */
function isIgnored(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules'
}

async function specFiles(given: string): Promise<string[]> {
  if (!(await look(given)).isDirectory()) return [path.normalize(given)]
  const entries = await readdir(given, { withFileTypes: true }).catch((error: unknown) =>
    refuse(given, error),
  )
  entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  const nested = entries
    .filter(({ name }) => !isIgnored(name))
    .map(async (entry) => {
      const inside = path.join(given, entry.name)
      if (entry.isDirectory()) return specFiles(inside)
      if (!entry.name.endsWith('.gen')) return []
      const target = entry.isSymbolicLink() && (await stat(inside).catch(() => undefined))
      return target && target.isDirectory() ? [] : [inside]
    })
  return (await Promise.all(nested)).flat()
}

async function look(file: string): Promise<Stats> {
  return stat(file).catch(async (error: unknown) => {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    if (!missing) return refuse(file, error)
    const target = await readlink(file).catch(() => undefined)
    if (target === undefined) throw new UsageError(`there is no file or folder \`${file}\``)
    throw new UsageError(
      `\`${file}\` cannot be read: it is a link to \`${target}\`, which does not exist; remove or redirect the link`,
    )
  })
}

function refuse(file: string, error: unknown): never {
  const reason = systemReason(error)
  if (reason === undefined) throw error
  throw new UsageError(`\`${file}\` cannot be read: ${reason}`)
}
