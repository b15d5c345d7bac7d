/** @file The smallest difference that a measurement can show. */

import type { MetricKind } from '../kinds/metric.js'
import { type Setup, stepsIn } from './setup.js'

/** What the metric declares, or what its unit and the set-up say; nothing where it moves without steps. */
export function stepOf(kind: MetricKind, { training, dataset }: Setup): number | undefined {
  if (kind.step !== undefined) return kind.step
  const { train, test } = dataset.take
  switch (kind.unit) {
    case 'epochs':
      return training.evaluateEvery
    case 'steps':
      return training.evaluateEvery * stepsIn(training, train)
    case 'fraction':
      return kind.split && 1 / dataset.take[kind.split]
    case 'points':
      return kind.split ? 1 / dataset.take[kind.split] : Math.hypot(1 / train, 1 / test)
    default:
      return undefined
  }
}
