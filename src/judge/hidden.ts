/** @file What the measurement of a value hides: by its metric, the set-up and the value itself. */

import type { Measurement } from '../claims/expression.js'
import { stepOf } from '../claims/resolution.js'
import { isTraining } from '../claims/setup.js'
import type { Registry } from '../kinds/registry.js'
import {
  floatDeviation,
  shareDeviation,
  stepDeviation,
  timeDeviation,
} from '../statistics/resolution.js'

/** The standard deviation that a value is taken to have at least; 0 of what is computed, not sampled. */
export function hiddenDeviation(
  registry: Registry,
  { metric, condition, arm }: Measurement,
  value: number,
): number {
  if (!isTraining(arm.setup)) return 0
  const kind = registry.get('metric', metric)
  if (kind.course === 'fixed') return 0
  if (condition) return timeDeviation(value, stepOf(kind, arm.setup) ?? 0)
  if (kind.unit === 'fraction' && kind.split) {
    return shareDeviation(value, arm.setup.dataset.take[kind.split])
  }
  const step = stepOf(kind, arm.setup)
  return step === undefined ? floatDeviation(value) : stepDeviation(step)
}
