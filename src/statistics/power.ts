/** @file The power of n seeds, and the number of seeds that a power requires. */

import { distributions } from './distributions.js'
import { criticalT } from './student.js'

/**
 * The probability that a one-sided t test at level alpha shows the mean to be above a threshold.
 * @param effect distance of the true mean above the threshold, in standard deviations of one value
 * @returns the exact probability for normal values: that of a noncentral t beyond its critical value
 */
export function powerOfMean(n: number, effect: number, alpha: number): number {
  const critical = criticalT(alpha, n - 1)
  const shift = effect * Math.sqrt(n)
  const { normalCdf } = distributions()
  return overDeviations(n - 1, (scale) => normalCdf(shift - critical * scale, 0, 1))
}

/**
 * The probability that two one-sided t tests show the mean to lie within a margin of a value.
 * @param margin in standard deviations
 * @param offset distance of the true mean from the value, in standard deviations
 * @returns the exact probability for normal values (Phillips 1990)
 */
export function powerOfEquivalence(
  n: number,
  margin: number,
  offset: number,
  alpha: number,
): number {
  const critical = criticalT(alpha, n - 1)
  const { normalCdf } = distributions()
  const [reach, shift] = [margin * Math.sqrt(n), offset * Math.sqrt(n)]
  const within = (scale: number) => {
    const left = reach - critical * scale
    return normalCdf(left - shift, 0, 1) - normalCdf(-left - shift, 0, 1)
  }
  return overDeviations(n - 1, within, reach / critical)
}

/** The most seeds that a plan suggests. */
export const mostSeeds = 1000

/** The fewest seeds, at least `from`, whose power reaches 0.8; `undefined` if `mostSeeds` do not reach it. */
export function seedsForPower(power: (n: number) => number, from = 2): number | undefined {
  const enough = (n: number) => power(n) >= 0.8
  let low = Math.max(2, from)
  let high = low
  while (!enough(high)) {
    if (high >= mostSeeds) return undefined
    low = high + 1
    high = Math.min(2 * high, mostSeeds)
  }
  // The bisection relies on power growing with n.
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (enough(middle)) high = middle
    else low = middle + 1
  }
  return high
}

/**
 * The mean of a function of the sample's standard deviation divided by the true one, for normal
 * values: the integral over the density of a chi divided by the root of its degrees of freedom.
 * @param until the argument from which the function is zero
 */
function overDeviations(freedom: number, of: (scale: number) => number, until = Infinity): number {
  const spread = 9 / Math.sqrt(2 * freedom)
  const [start, end] = [Math.max(0, 1 - spread), 1 + spread]
  if (until <= start) return 0
  // The density divided by its value at 1, so that it neither overflows nor vanishes with many degrees of freedom.
  const density = (scale: number) =>
    Math.exp(
      (freedom === 1 ? 0 : (freedom - 1) * Math.log(scale)) - (freedom * (scale ** 2 - 1)) / 2,
    )
  // With one degree of freedom the critical value is so large that the function falls steeply.
  const intervals = freedom === 1 ? 1000 : 200
  const weighted = (scale: number) => density(scale) * of(scale)
  const part = integrate(weighted, start, Math.min(end, until), intervals)
  const whole = wholes.get(freedom) ?? integrate(density, start, end, intervals)
  wholes.set(freedom, whole)
  return part / whole
}

/** The density's integral, by degrees of freedom. */
const wholes = new Map<number, number>()

/** Integrates by Simpson's rule. */
function integrate(
  of: (x: number) => number,
  start: number,
  end: number,
  intervals: number,
): number {
  const width = (end - start) / intervals
  let sum = of(start) + of(end)
  for (let index = 1; index < intervals; index++) {
    sum += (index % 2 === 1 ? 4 : 2) * of(start + index * width)
  }
  return (sum * width) / 3
}
