/**
 * @file The resolution of a measurement: the smallest standard deviation that a value is assumed to have.
 *
 * Seeds that agree do not give certainty: a value comes from a grid, a count or a clock, which hide smaller
 * variations. The constants are chosen by simulation, see docs/statistics.md.
 */

/**
 * A value on one of two neighbouring grid points has a deviation of at most half a step. A tenth more keeps the error
 * rates for values on three points, of which few seeds show only two.
 */
export function stepDeviation(step: number): number {
  return 0.6 * step
}

/**
 * A share close to 0 or 1 is a small count of examples, whose variance is about its mean, so a test of few
 * seeds must not assume a smaller one. The added half keeps a count of zero from being certain. Beyond nine
 * examples the seeds themselves show the variance.
 */
export function shareDeviation(share: number, examples: number): number {
  const rarer = Math.max(0, Math.min(share, 1 - share)) * examples
  return Math.sqrt(Math.min(rarer + 0.5, 9)) / examples
}

/**
 * The time to reach a condition can be much longer in a seed that was not run. With a deviation of a quarter
 * of each time, the ratio of two times hides a factor of two.
 * @param step time between two evaluations
 */
export function timeDeviation(time: number, step: number): number {
  return Math.max(time / 4, step / 2)
}

/** The rounding error of a number with 24 significant bits; zero has that of the smallest normal float. */
export function floatDeviation(value: number): number {
  return Math.max(Math.abs(value), leastNormalFloat) * 2 ** -24
}

const leastNormalFloat = 2 ** -126
