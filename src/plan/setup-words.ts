/** @file Parts of a set-up in the syntax of a spec. */

import type { Application, LayerSetup } from '../claims/setup.js'
import { type ParameterValue, spelling } from '../kinds/parameter.js'
import type { Category, Registry } from '../kinds/registry.js'

/** The text of a layer, without the branches of a combination. */
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
    if (value === true) return category === 'trainer' ? `${spelling(key)} on` : spelling(key)
    if (value === false) return `${spelling(key)} off`
    const byPlace = parameter !== undefined && !parameter.named && category !== 'trainer'
    return byPlace ? valueWords(value) : `${spelling(key)} ${valueWords(value)}`
  })
  const settings = words.filter((word) => word !== '')
  const by = category === 'trainer' && settings.length > 0 ? ['with'] : []
  return [kind, ...by, ...settings].join(' ')
}

function valueWords(value: ParameterValue): string {
  if (Array.isArray(value)) {
    return value.every((one) => typeof one === 'number') ? value.join('x') : JSON.stringify(value)
  }
  return String(value)
}
