/** @file The smallest difference that a measurement can show. */

import type { MetricKind } from '../kinds/metric.js'
import type { Registry } from '../kinds/registry.js'
import { type Setup, type TrainerSetup, isTraining, stepsIn } from './setup.js'

/** The number of examples and the frequency of a run's measurements, as far as they are known. */
interface Scale {
  train?: number
  test?: number
  /** Between evaluations, in epochs and in steps. */
  epochs: number
  steps?: number
}

export function scaleOf(registry: Registry, setup: Setup | TrainerSetup): Scale {
  if (isTraining(setup)) {
    const { training, dataset } = setup
    const { train, test } = dataset.take
    const { evaluateEvery: epochs } = training
    return { train, test, epochs, steps: epochs * stepsIn(training, train) }
  }
  const { kind, parameters } = setup.trainer
  const { train, test } = registry.find('trainer', kind)?.data?.(parameters) ?? {}
  return { epochs: 1, ...(train && { train }), ...(test && { test }) }
}

/**
 * The smallest difference that the metric declares, or that follows from its unit and the set-up; undefined if its
 * value is continuous.
 */
export function stepOf(
  kind: MetricKind,
  { train, test, epochs, steps }: Scale,
): number | undefined {
  if (kind.step !== undefined) return kind.step
  const examples = kind.split === 'train' ? train : kind.split && test
  switch (kind.unit) {
    case 'epochs':
      return epochs
    case 'steps':
      return steps
    case 'fraction':
      return examples && 1 / examples
    case 'points':
      if (kind.split) return examples && 1 / examples
      return train && test && Math.hypot(1 / train, 1 / test)
    default:
      return undefined
  }
}
