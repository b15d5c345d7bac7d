/** @file The deviation that a measurement hides, by its metric, its set-up and its value. */

import type { Measurement } from '../claims/expression.js'
import { scaleOf, stepOf } from '../claims/resolution.js'
import { isComputation } from '../claims/setup.js'
import type { Registry } from '../kinds/registry.js'
import {
  floatDeviation,
  shareDeviation,
  stepDeviation,
  timeDeviation,
} from '../statistics/resolution.js'

/** The least standard deviation to assume for a value; 0 for a computed value, which is not a sample. */
export function hiddenDeviation(
  registry: Registry,
  { metric, condition, arm }: Measurement,
  value: number,
): number {
  if (isComputation(arm.setup)) return 0
  const kind = registry.get('metric', metric)
  if (kind.course === 'fixed') return 0
  const scale = scaleOf(registry, arm.setup)
  if (condition) return timeDeviation(value, stepOf(kind, scale) ?? 0)
  const examples = kind.split && scale[kind.split]
  if (kind.unit === 'fraction' && examples) return shareDeviation(value, examples)
  const step = stepOf(kind, scale)
  return step === undefined ? floatDeviation(value) : stepDeviation(step)
}
