/** @file Datasets that `genspec data` names without parameters. */

import type { DatasetKind } from '../kinds/dataset.js'
import type { ParameterValue } from '../kinds/parameter.js'

/** The default values of its parameters, or undefined if one is required. */
export function defaultsOf(kind: DatasetKind): Record<string, ParameterValue> | undefined {
  const defaults: Record<string, ParameterValue> = {}
  for (const [key, parameter] of Object.entries(kind.parameters)) {
    if (parameter.default === undefined) return undefined
    defaults[key] = parameter.default
  }
  return defaults
}
