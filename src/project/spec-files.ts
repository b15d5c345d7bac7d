/** @file The spec files that paths on the command line name. */

import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Source } from '../diagnostics/source.js'
import { FileError } from '../files/regular-file.js'
import { readSource } from '../language/read-source.js'

/** The command line cannot be carried out; the message says what is wrong and what to do. */
export class UsageError extends Error {}

/** Each `.gen` file once, sorted within each folder; `node_modules` and dot folders are left out. */
export async function readSpecs(paths: readonly string[]): Promise<Source[]> {
  const files = new Set<string>()
  for (const given of paths) for (const file of await specFiles(given)) files.add(file)
  if (files.size === 0) {
    throw new UsageError(`no .gen files in ${paths.join(', ')}; name a spec or a folder of specs`)
  }
  return [...files].map((file) => {
    const shown = file.split(path.sep).join('/')
    try {
      return readSource(file, shown)
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      throw new UsageError(`\`${shown}\` cannot be read: ${error.message}`)
    }
  })
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
  const folders = inside.split(path.sep)
  return !path.isAbsolute(inside) && !folders.slice(0, -1).some(isIgnored) && folders[0] !== '..'
}

function isIgnored(folder: string): boolean {
  return folder.startsWith('.') || folder === 'node_modules'
}

async function specFiles(given: string): Promise<string[]> {
  const found = await stat(given).catch(() => undefined)
  if (found === undefined) throw new UsageError(`there is no file or folder \`${given}\``)
  if (!found.isDirectory()) return [path.normalize(given)]
  const entries = await readdir(given, { withFileTypes: true })
  entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  const nested = entries.map(async (entry) => {
    const inside = path.join(given, entry.name)
    if (entry.isDirectory()) {
      return isIgnored(entry.name) ? [] : specFiles(inside)
    }
    return entry.name.endsWith('.gen') ? [inside] : []
  })
  return (await Promise.all(nested)).flat()
}
