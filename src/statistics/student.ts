/** @file Student's t: the mean of a few values and its bounds. */

import { distributions } from './distributions.js'

export interface Sample {
  n: number
  mean: number
  /** The sample's deviation, with n - 1 in the denominator; exactly 0 if all values are equal, 0 for one value. */
  standardDeviation: number
  /** The deviation that tests use, at least the resolution of the measurement. */
  spread: number
  /** Degrees of freedom of the spread. */
  freedom: number
}

/**
 * Summarizes values. An infinite value makes the mean infinite and the deviation NaN.
 * @param hidden the least standard deviation that the values are assumed to have
 */
export function summarize(values: readonly number[], hidden = 0): Sample {
  const n = values.length
  const [first = NaN] = values
  if (!values.every(Number.isFinite)) {
    const mean = values.reduce((sum, value) => sum + value, 0)
    return { n, mean, standardDeviation: NaN, spread: NaN, freedom: n - 1 }
  }
  // Computed relative to the first value, so that equal values have a deviation of exactly zero.
  let shift = 0
  for (const value of values) shift += (value - first) / n
  let squares = 0
  for (const value of values) squares += (value - first - shift) ** 2
  const standardDeviation = n < 2 ? 0 : Math.sqrt(squares / (n - 1))
  const spread = Math.max(standardDeviation, hidden)
  return { n, mean: first + shift, standardDeviation, spread, freedom: n - 1 }
}

/** The root mean square of the deviations of single values. */
export function rootMeanSquare(deviations: readonly number[]): number {
  return Math.hypot(...deviations) / Math.sqrt(deviations.length)
}

const quantiles = new Map<number, Map<number, number>>()

/** The t that is exceeded with probability `alpha`, with `freedom` degrees of freedom. */
export function criticalT(alpha: number, freedom: number): number {
  // Fractional degrees of freedom belong to a single sample, so caching them is useless.
  if (!Number.isInteger(freedom)) return distributions().tQuantile(1 - alpha, freedom)
  let known = quantiles.get(alpha)
  if (known === undefined) quantiles.set(alpha, (known = new Map()))
  let value = known.get(freedom)
  if (value === undefined)
    known.set(freedom, (value = distributions().tQuantile(1 - alpha, freedom)))
  return value
}

/** The distance of the one-sided 1 - alpha bounds from the mean of at least two values. */
export function halfWidth({ n, spread, freedom }: Sample, alpha: number): number {
  return (criticalT(alpha, freedom) * spread) / Math.sqrt(n)
}

/** The interval between the one-sided 1 - alpha bounds, which has confidence 1 - 2 alpha. */
export function interval(sample: Sample, alpha: number): [number, number] {
  const half = halfWidth(sample, alpha)
  return [sample.mean - half, sample.mean + half]
}

/** The probability that Student's t exceeds `t`. */
export function upperTail(t: number, freedom: number): number {
  return distributions().tCdf(-t, freedom)
}
