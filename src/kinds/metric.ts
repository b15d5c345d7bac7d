/** @file What genspec knows of a metric: a number that a finished run has. */

import type { Described } from './described.js'

/** What was measured after an epoch: accuracies as fractions, mean losses in nats. */
export interface Evaluation {
  epoch: number
  trainAccuracy: number
  trainLoss: number
  testAccuracy: number
  testLoss: number
}

export interface MetricKind extends Described<Record<string, never>> {
  category: 'metric'
  /** Fractions are compared in percentage points. */
  unit: 'fraction' | 'number'
  /** The value from the evaluations of a finished run, in order of training; the last one is final. */
  value(curve: Evaluation[]): number | undefined
}

export function defineMetric(kind: Omit<MetricKind, 'category' | 'parameters'>): MetricKind {
  return { category: 'metric', parameters: {}, ...kind }
}
