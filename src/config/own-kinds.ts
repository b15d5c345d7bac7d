/** @file The kinds that a config exports, with a check of each. */

import type { Kind } from '../kinds/registry.js'
import { builtinRegistry } from './builtin-kinds.js'
import { ConfigError } from './error.js'
import { faultsOf } from './kind-fields.js'
import { guarded } from './guarded-kind.js'
import { trainerMetrics } from './trainer-measures.js'

/**
 * Checks and returns the kinds.
 * @param exported the default export
 * @param file the path for messages
 * @param home the folder that the trainers' commands and sources are relative to
 * @throws ConfigError that names every wrong field
 */
export function ownKinds(exported: unknown, file: string, home: string): Kind[] {
  const kinds = kindsIn(exported, file)
  const faults = kinds.flatMap((kind, index) =>
    faultsOf(kind).map((fault) => `${file}: ${placed(kind, index)}: ${fault}`),
  )
  if (faults.length > 0) throw new ConfigError(faults.join('\n  '))
  const own = kinds as Kind[]
  const names = own.map(({ category, name }) => `${category} \`${name}\``)
  for (const [index, kind] of own.entries()) {
    const name = names[index] ?? ''
    if (builtinRegistry.find(kind.category, kind.name)) {
      throw new ConfigError(`${file}: there is a built-in ${name}; give it another name`)
    }
    if (names.indexOf(name) < index) {
      throw new ConfigError(`${file}: it has the ${name} twice; give one of them another name`)
    }
  }
  const metrics = trainerMetrics(own, builtinRegistry, file)
  const checked = own.map((kind, index) => guarded(kind, `${file}: the ${names[index] ?? 'kind'}`))
  const atHome = checked.map((kind) => (kind.category === 'trainer' ? { ...kind, home } : kind))
  return [...atHome, ...metrics]
}

function kindsIn(exported: unknown, file: string): unknown[] {
  const kinds =
    typeof exported === 'object' && exported !== null && 'kinds' in exported
      ? exported.kinds
      : undefined
  if (Array.isArray(kinds)) return kinds
  const example = 'export default defineConfig({ kinds: [ … ] })'
  throw new ConfigError(`${file}: its default export has no list of kinds; write \`${example}\``)
}

/** The name of a kind in messages, `kinds[2] (layer \`bent\`)`, with as much as is known. */
function placed(kind: unknown, index: number): string {
  const { category, name } = (kind ?? {}) as Record<string, unknown>
  const known = [category, typeof name === 'string' ? `\`${name}\`` : undefined]
  const words = known.filter((one) => typeof one === 'string').join(' ')
  return `kinds[${index}]${words === '' ? '' : ` (${words})`}`
}
