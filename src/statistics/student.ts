/** @file Student's t: the mean of a few values and its bounds. */

import { distributions } from './distributions.js'

export interface Sample {
  n: number
  mean: number
  /** Of the sample, n - 1 in the denominator; exactly 0 where all values are the same, 0 for one value. */
  standardDeviation: number
  /** The deviation that tests use: never below what the measurement hides. */
  spread: number
  /** Degrees of freedom of the spread. */
  freedom: number
}

/**
 * A value can be infinite, and makes the mean infinite and the deviation NaN.
 * @param hidden the least standard deviation that the values are taken to have
 */
export function summarize(values: readonly number[], hidden = 0): Sample {
  const n = values.length
  const [first = NaN] = values
  if (!values.every(Number.isFinite)) {
    const mean = values.reduce((sum, value) => sum + value, 0)
    return { n, mean, standardDeviation: NaN, spread: NaN, freedom: n - 1 }
  }
  // Taken from the first value, so that equal values have a deviation of exactly zero.
  let shift = 0
  for (const value of values) shift += (value - first) / n
  let squares = 0
  for (const value of values) squares += (value - first - shift) ** 2
  const standardDeviation = n < 2 ? 0 : Math.sqrt(squares / (n - 1))
  const spread = Math.max(standardDeviation, hidden)
  return { n, mean: first + shift, standardDeviation, spread, freedom: n - 1 }
}

/** The deviation of values that have these, one each. */
export function rootMeanSquare(deviations: readonly number[]): number {
  return Math.hypot(...deviations) / Math.sqrt(deviations.length)
}

const quantiles = new Map<number, Map<number, number>>()

/** The t that is exceeded with probability `alpha`, with `freedom` degrees of freedom. */
export function criticalT(alpha: number, freedom: number): number {
  // Fractions are those of one sample alone.
  if (!Number.isInteger(freedom)) return distributions().tQuantile(1 - alpha, freedom)
  let known = quantiles.get(alpha)
  if (known === undefined) quantiles.set(alpha, (known = new Map()))
  let value = known.get(freedom)
  if (value === undefined)
    known.set(freedom, (value = distributions().tQuantile(1 - alpha, freedom)))
  return value
}

/** How far the one-sided 1 - alpha bounds of the mean lie from it; of two values or more. */
export function halfWidth({ n, spread, freedom }: Sample, alpha: number): number {
  return (criticalT(alpha, freedom) * spread) / Math.sqrt(n)
}

/** Each end is a one-sided 1 - alpha bound, so that the whole has confidence 1 - 2 alpha. */
export function interval(sample: Sample, alpha: number): [number, number] {
  const half = halfWidth(sample, alpha)
  return [sample.mean - half, sample.mean + half]
}

/** The probability of a t above this one. */
export function upperTail(t: number, freedom: number): number {
  return distributions().tCdf(-t, freedom)
}
