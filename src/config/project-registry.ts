/** @file The registry of a project: the built-in kinds and those of its `genspec.config.ts`. */

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { FileError, regularFileSize } from '../files/regular-file.js'
import type { Registry } from '../kinds/registry.js'
import { shownPath } from '../text/shown-path.js'
import { rememberConfig } from './blame.js'
import { builtinRegistry } from './builtin-kinds.js'
import { ConfigError } from './error.js'
import { firstHolding, foldersAbove } from './folders-above.js'
import { importConfig } from './import-config.js'
import { ownKinds } from './own-kinds.js'

export const configNames = [
  'genspec.config.ts',
  'genspec.config.mts',
  'genspec.config.js',
  'genspec.config.mjs',
]

const loaded = new Map<string, Promise<Registry>>()

/**
 * Loads the kinds of a project, from the nearest config in its root or above; several projects of a repository
 * may share one. A config is loaded once.
 * @param root the project's root, to which paths in set-ups are relative
 */
export async function projectRegistry(root: string): Promise<Registry> {
  const file = firstHolding(foldersAbove(root), configNames)?.file
  if (file === undefined) return builtinRegistry.from(root)
  const registry = loaded.get(file) ?? load(file)
  loaded.set(file, registry)
  return (await registry).from(root)
}

async function load(file: string): Promise<Registry> {
  const shown = shownPath(file)
  requireFile(file, shown)
  const { createJiti } = await import('jiti')
  const extension = createRequire(import.meta.url).resolve('#extension')
  const jiti = createJiti(file, {
    alias: { genspec: extension },
    fsCache: false,
    moduleCache: true,
    interopDefault: true,
  })
  rememberConfig(file)
  const module = await importConfig(() => jiti.import(file, { default: true }), shown)
  const kinds = ownKinds(module, shown, path.dirname(file))
  const resolve = (id: string, from: string) =>
    jiti.esmResolve(id, { parentURL: pathToFileURL(from).href, try: true })
  return builtinRegistry.extended(kinds, fingerprint(file, resolve))
}

/** @throws ConfigError if the config does not exist, or is not a regular file, which might block */
function requireFile(file: string, shown: string): void {
  try {
    regularFileSize(file)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    throw new ConfigError(`${shown} cannot be read: ${error.message}`)
  }
}

/** A digest of the config and of the project's modules that it imports. */
function fingerprint(
  config: string,
  resolve: (id: string, from: string) => string | undefined,
): string {
  const files = new Set<string>()
  const queue = [config]
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (files.has(file)) continue
    files.add(file)
    for (const [, id = ''] of readFileSync(file, 'utf8').matchAll(localImport)) {
      const found = resolve(id, file)
      if (found !== undefined) queue.push(found.startsWith('file:') ? fileURLToPath(found) : found)
    }
  }
  const hash = createHash('sha256')
  for (const file of [...files].sort()) {
    const name = path.relative(path.dirname(config), file).split(path.sep).join('/')
    const text = readFileSync(file, 'utf8').replaceAll('\r\n', '\n')
    hash.update(`${name} ${text.length}\n${text}`)
  }
  return hash.digest('hex')
}

const localImport = /\b(?:from|import|require)\s*\(?\s*['"](\.{1,2}\/[^'"\n]+)['"]/g
