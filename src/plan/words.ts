/** @file Parts of a set-up in the words of a spec. */

import type { Application, LayerSetup } from '../claims/setup.js'
import { type ParameterValue, spelling } from '../kinds/parameter.js'
import type { Category, Registry } from '../kinds/registry.js'

/** Without the branches of a combination. */
export function layerWords(registry: Registry, layer: LayerSetup): string {
  return applicationWords(registry, layer.branches ? 'combination' : 'layer', layer)
}

export function applicationWords(
  registry: Registry,
  category: Exclude<Category, 'metric'>,
  { kind, parameters }: Application,
): string {
  const declared = registry.find(category, kind)?.parameters ?? {}
  const words = Object.entries(parameters).map(([key, value]) => {
    const parameter = declared[key]
    if (JSON.stringify(value) === JSON.stringify(parameter?.default)) return ''
    if (value === true) return spelling(key)
    const byPlace = parameter !== undefined && !parameter.named
    return byPlace ? valueWords(value) : `${spelling(key)} ${valueWords(value)}`
  })
  return [kind, ...words.filter((word) => word !== '')].join(' ')
}

function valueWords(value: ParameterValue): string {
  if (Array.isArray(value)) {
    return value.every((one) => typeof one === 'number') ? value.join('x') : JSON.stringify(value)
  }
  return String(value)
}
