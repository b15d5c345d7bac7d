/**
 * @file The sampling error of the test set: how means over test examples vary between test sets.
 *
 * Seeds and examples are both samples, as readers and cases are in diagnostic imaging: the variance
 * of a mean over both is that of its seeds plus that of its examples, and its degrees of freedom are
 * Satterthwaite's (Obuchowski and Rockette 1995, Hillis 2007). See docs/statistics.md.
 */

import { type Sample, criticalT } from './student.js'

/**
 * The binomial standard error of a share of examples that have a property, kept from being too small
 * if only few examples have it, or only few lack it.
 */
export function shareError(share: number, examples: number): number {
  const rarer = Math.max(0, Math.min(share, 1 - share))
  return countDeviation(examples * rarer * (1 - rarer), 1 - rarer) / examples
}

/**
 * The standard error of a mean over test examples that several arms share.
 * @param values one value for each example: a mean over seeds
 * @param step the most that one example can add, relative to the mean
 */
export function exampleError(values: ArrayLike<number>, step: number): number {
  const n = values.length
  let mean = 0
  for (let index = 0; index < n; index++) mean += (values[index] as number) / n
  let squares = 0
  for (let index = 0; index < n; index++) squares += ((values[index] as number) - mean) ** 2
  return countDeviation(squares, step) / n
}

/**
 * The deviation of a count whose normal bound is close to that of Clopper and Pearson, even for a count of
 * zero: k + z (sqrt(k + 1) + 1) is 3.3, 5.0 and 10.7 for k = 0, 1 and 5; theirs are 3.0, 4.7 and 10.5.
 */
function countDeviation(variance: number, step: number): number {
  return Math.sqrt(variance + step ** 2) + step
}

/** Adds the variance between test sets to a sample. @param error standard error of the mean due to the test set */
export function overTestSets(sample: Sample, error: number): Sample {
  const { n, spread, freedom } = sample
  if (n < 2 || !Number.isFinite(spread) || error === 0) return sample
  const [seeds, examples] = [spread ** 2 / n, error ** 2]
  const total = seeds + examples
  return {
    ...sample,
    spread: Math.sqrt(n * total),
    freedom: Math.min(freedom * (total / seeds) ** 2, mostFreedom),
  }
}

/** The degrees of freedom from which Student's t equals the normal distribution to six digits. */
const mostFreedom = 1e6

/** The distance of the one-sided 1 - alpha bounds from a mean with this standard error over test sets. */
export function testSetWidth(error: number, alpha: number): number {
  return criticalT(alpha, mostFreedom) * error
}
