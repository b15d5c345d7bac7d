/** @file Student's t: the mean of a few values and its bounds. */

import { distributions } from './distributions.js'

export interface Sample {
  n: number
  mean: number
  /** Of the sample, n - 1 in the denominator; exactly 0 where all values are the same, 0 for one value. */
  standardDeviation: number
}

/** A value can be infinite, and makes the mean infinite and the deviation NaN. */
export function summarize(values: readonly number[]): Sample {
  const n = values.length
  const [first = NaN] = values
  if (!values.every(Number.isFinite)) {
    return { n, mean: values.reduce((sum, value) => sum + value, 0), standardDeviation: NaN }
  }
  // Taken from the first value, so that equal values have a deviation of exactly zero.
  let shift = 0
  for (const value of values) shift += (value - first) / n
  let squares = 0
  for (const value of values) squares += (value - first - shift) ** 2
  const standardDeviation = n < 2 ? 0 : Math.sqrt(squares / (n - 1))
  return { n, mean: first + shift, standardDeviation }
}

const quantiles = new Map<number, Map<number, number>>()

/** The t that is exceeded with probability `alpha`, with `freedom` degrees of freedom. */
export function criticalT(alpha: number, freedom: number): number {
  let known = quantiles.get(alpha)
  if (known === undefined) quantiles.set(alpha, (known = new Map()))
  let value = known.get(freedom)
  if (value === undefined)
    known.set(freedom, (value = distributions().tQuantile(1 - alpha, freedom)))
  return value
}

/** How far the one-sided 1 - alpha bounds of the mean lie from it; of two values or more. */
export function halfWidth({ n, standardDeviation }: Sample, alpha: number): number {
  return (criticalT(alpha, n - 1) * standardDeviation) / Math.sqrt(n)
}

/** Each end is a one-sided 1 - alpha bound, so that the whole has confidence 1 - 2 alpha. */
export function interval(sample: Sample, alpha: number): [number, number] {
  const half = halfWidth(sample, alpha)
  return [sample.mean - half, sample.mean + half]
}

/** Of the hypothesis that the true mean is at most `threshold`, against its being above. */
export function pValueAbove(sample: Sample, threshold: number): number {
  const { n, mean, standardDeviation } = sample
  return distributions().tCdf(((threshold - mean) * Math.sqrt(n)) / standardDeviation, n - 1)
}

/** Of the hypothesis that the true mean is at least `threshold`, against its being below. */
export function pValueBelow(sample: Sample, threshold: number): number {
  const { n, mean, standardDeviation } = sample
  return distributions().tCdf(((mean - threshold) * Math.sqrt(n)) / standardDeviation, n - 1)
}
