/** @file What the measurement of a value hides: by its metric, the set-up and the value itself. */

import type { Measurement } from '../claims/expression.js'
import { type Setup, isComputation, stepsIn } from '../claims/setup.js'
import type { MetricKind } from '../kinds/metric.js'
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
  if (isComputation(arm.setup)) return 0
  const kind = registry.get('metric', metric)
  if (kind.course === 'fixed') return 0
  const evaluation = betweenEvaluations(kind, arm.setup)
  if (condition) return timeDeviation(value, evaluation)
  const { train, test } = arm.setup.dataset.take
  if (kind.unit === 'fraction') {
    const [split] = /\b(train|test)\b/.exec(kind.name) ?? []
    if (split !== undefined) return shareDeviation(value, split === 'train' ? train : test)
  }
  if (kind.unit === 'points') return Math.hypot(stepDeviation(1 / train), stepDeviation(1 / test))
  return counted(kind) === undefined ? floatDeviation(value) : stepDeviation(evaluation)
}

/** In the epochs or steps that the metric counts. */
function betweenEvaluations(kind: MetricKind, { training, dataset }: Setup): number {
  const { evaluateEvery } = training
  const inSteps = counted(kind) === 'steps'
  return inSteps ? evaluateEvery * stepsIn(training, dataset.take.train) : evaluateEvery
}

function counted({ name }: MetricKind): 'epochs' | 'steps' | undefined {
  return name.startsWith('steps to') ? 'steps' : /\bepochs?\b/.test(name) ? 'epochs' : undefined
}
