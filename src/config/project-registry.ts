/** @file The kinds that a project's specs can name: the built-in ones and those of its `genspec.config.ts`. */

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Kind, Registry } from '../kinds/registry.js'
import { shownPath } from '../text/shown-path.js'
import { builtinRegistry } from './builtin-kinds.js'
import { ConfigError } from './error.js'
import { firstHolding, foldersAbove } from './folders-above.js'

export const configNames = [
  'genspec.config.ts',
  'genspec.config.mts',
  'genspec.config.js',
  'genspec.config.mjs',
]

const loaded = new Map<string, Promise<Registry>>()

/**
 * The kinds of a project: of the nearest config in its root or above, which several projects of a
 * repository may share. A config is loaded once.
 * @param root what paths in set-ups are from, too
 */
export async function projectRegistry(root: string): Promise<Registry> {
  const file = firstHolding(foldersAbove(root), configNames)?.file
  if (file === undefined) return builtinRegistry.from(root)
  const registry = loaded.get(file) ?? load(file)
  loaded.set(file, registry)
  return (await registry).from(root)
}

async function load(file: string): Promise<Registry> {
  const { createJiti } = await import('jiti')
  const extension = createRequire(import.meta.url).resolve('#extension')
  const jiti = createJiti(file, {
    alias: { genspec: extension },
    fsCache: false,
    moduleCache: true,
    interopDefault: true,
  })
  const module: unknown = await jiti.import(file, { default: true }).catch((error: unknown) => {
    throw new ConfigError(
      `${shownPath(file)}: ${error instanceof Error ? error.message : String(error)}`,
    )
  })
  const kinds = kindsOf(module, file)
  const clash = kinds.find(({ category, name }) => builtinRegistry.find(category, name))
  if (clash) {
    throw new ConfigError(
      `${shownPath(file)}: there is a built-in ${clash.category} \`${clash.name}\``,
    )
  }
  const resolve = (id: string, from: string) =>
    jiti.esmResolve(id, { parentURL: pathToFileURL(from).href, try: true })
  return builtinRegistry.extended(kinds, fingerprint(file, resolve))
}

/** Stands for the content of the config and of the project's modules that it imports. */
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

function kindsOf(module: unknown, file: string): Kind[] {
  const kinds =
    typeof module === 'object' && module !== null && 'kinds' in module ? module.kinds : undefined
  if (!Array.isArray(kinds)) {
    const example = 'export default defineConfig({ kinds: [ … ] })'
    throw new ConfigError(
      `${shownPath(file)}: its default export has no list of kinds; write \`${example}\``,
    )
  }
  for (const [index, kind] of kinds.entries()) {
    const named = typeof kind === 'object' && kind !== null && 'category' in kind && 'name' in kind
    if (!named) {
      throw new ConfigError(
        `${shownPath(file)}: kinds[${index}] is not made by \`defineLayer\` or one of its like`,
      )
    }
  }
  return kinds as Kind[]
}
