/**
 * @file What a measurement hides: the standard deviation that a value is taken to have at least.
 *
 * Seeds that agree are not certainty: a value is read off a grid, a count or a clock, and varies by
 * less than that shows. How much is chosen by simulation, see docs/statistics.md.
 */

/**
 * A value that lies on one of two neighbours of a grid varies by half a step at the most, and a tenth more
 * keeps the rates of values on three of them, of which few seeds show two.
 */
export function stepDeviation(step: number): number {
  return 0.6 * step
}

/**
 * A share of examples that is near to none or to all of them is a count of few, whose variance is
 * about its mean: a test of few seeds must not believe a smaller one. The half keeps a count of zero
 * from being certain. Beyond nine examples the seeds themselves show how much it varies.
 */
export function shareDeviation(share: number, examples: number): number {
  const rarer = Math.max(0, Math.min(share, 1 - share)) * examples
  return Math.sqrt(Math.min(rarer + 0.5, 9)) / examples
}

/**
 * The time to reach a condition can be much longer in a seed that was not run. With a quarter of
 * each time, the ratio of two hides a factor of two.
 * @param step between two evaluations
 */
export function timeDeviation(time: number, step: number): number {
  return Math.max(time / 4, step / 2)
}

/** Numbers are computed and stored with 24 significant bits at the least, of which those of zero are the smallest. */
export function floatDeviation(value: number): number {
  return Math.max(Math.abs(value), leastNormalFloat) * 2 ** -24
}

const leastNormalFloat = 2 ** -126
