/** @file The comparison of two runs of one set-up and seed, number by number. */

import type { MeasuredRun } from '../kinds/metric.js'

export interface RerunComparison {
  /** The number of compared numbers. */
  numbers: number
  /** The first number that differs: of an evaluation, or, if `epoch` is absent, of the whole run. */
  first?: { epoch?: number; name: string; stored: number; now: number }
  /** The largest difference. */
  largest: number
}

/** Compares all numbers of the stored run except times; a number that the second run lacks differs. */
export function compareRuns(stored: MeasuredRun, now: MeasuredRun): RerunComparison {
  const comparison: RerunComparison = { numbers: 0, largest: 0 }
  const compare = (before: object, after: object | undefined, epoch?: number) => {
    for (const [name, value] of Object.entries(before)) {
      if (/seconds|perSecond/i.test(name) || typeof value !== 'number') continue
      comparison.numbers += 1
      const other = Number((after as Record<string, unknown> | undefined)?.[name] ?? NaN)
      if (Object.is(value, other)) continue
      comparison.first ??= {
        ...(epoch !== undefined && { epoch }),
        name,
        stored: value,
        now: other,
      }
      const difference = Number.isNaN(other) ? Infinity : Math.abs(value - other)
      comparison.largest = Math.max(comparison.largest, difference)
    }
  }
  for (const [index, evaluation] of stored.curve.entries()) {
    const { epoch, values = {} } = evaluation
    compare(evaluation, now.curve[index], epoch)
    compare(values, now.curve[index]?.values, epoch)
  }
  compare(stored.values ?? {}, now.values)
  compare(stored.weightNorms ?? {}, now.weightNorms)
  return comparison
}
