/**
 * @file What another test set would change: the sampling error of means over test examples.
 *
 * Seeds and examples are both samples, as readers and cases are in diagnostic imaging: the variance
 * of a mean over both is that of its seeds plus that of its examples, and its degrees of freedom are
 * Satterthwaite's (Obuchowski and Rockette 1995, Hillis 2007). See docs/statistics.md.
 */

import { type Sample, criticalT } from './student.js'

/**
 * Of a share of so many examples, each of which has it or not: the binomial standard error, kept
 * from being too small where only few examples have it, or only few have not.
 */
export function shareError(share: number, examples: number): number {
  const rarer = Math.max(0, Math.min(share, 1 - share))
  return countDeviation(examples * rarer * (1 - rarer), 1 - rarer) / examples
}

/**
 * Of the mean over test examples of what several arms have on the same ones.
 * @param values one for each example: a mean over seeds
 * @param step by how much the most that an example can add, counted from the mean
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
 * The deviation of a count for a normal bound of it that is nearly the one of Clopper and Pearson, down to a
 * count of none: k + z (sqrt(k + 1) + 1) is 3.3, 5.0 and 10.7 for k = 0, 1 and 5, where theirs are 3.0, 4.7 and 10.5.
 */
function countDeviation(variance: number, step: number): number {
  return Math.sqrt(variance + step ** 2) + step
}

/** A sample whose mean varies with the test set too. @param error standard error of the mean by the test set */
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

/** From here on Student's t is normal to six digits. */
const mostFreedom = 1e6

/** How far the one-sided 1 - alpha bounds lie from a mean with this standard error over test sets. */
export function testSetWidth(error: number, alpha: number): number {
  return criticalT(alpha, mostFreedom) * error
}
