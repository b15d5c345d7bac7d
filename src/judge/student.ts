/** @file Student's t: intervals of a mean over seeds. */

import quantile from '@stdlib/stats-base-dists-t-quantile'

export const alpha = 0.05

export interface Sample {
  n: number
  mean: number
  /** Of the sample, n - 1 in the denominator. */
  standardDeviation: number
}

export function summarize(values: readonly number[]): Sample {
  const n = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  // Taken from the first value, so that equal values have a deviation of exactly zero.
  const [first = 0] = values
  const shift = values.reduce((sum, value) => sum + (value - first), 0) / n
  const squares = values.reduce((sum, value) => sum + (value - first - shift) ** 2, 0)
  return { n, mean, standardDeviation: Math.sqrt(squares / (n - 1)) }
}

/** The two-sided 1 - 2 alpha interval of the mean: each bound is a one-sided 1 - alpha bound. */
export function interval({ n, mean, standardDeviation }: Sample): [number, number] {
  const half = (quantile(1 - alpha, n - 1) * standardDeviation) / Math.sqrt(n)
  return [mean - half, mean + half]
}

const mostSeeds = 1000

/** How many seeds would make the interval's half-width smaller than a distance, at this deviation. */
export function seedsToResolve(standardDeviation: number, distance: number): number | undefined {
  for (let n = 2; n <= mostSeeds; n++) {
    if ((quantile(1 - alpha, n - 1) * standardDeviation) / Math.sqrt(n) < distance) return n
  }
  return undefined
}
