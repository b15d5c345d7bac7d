/** @file The statistics that decide verdicts on means, without sentences. */

import { type Region, inside } from '../claims/region.js'
import { type Sample, halfWidth, upperTail } from '../statistics/student.js'

export type Decision = 'pass' | 'fail' | 'inconclusive'

/**
 * Decides a claim about a mean. It passes if the one-sided 1 - alpha bounds of the mean lie inside the region,
 * and fails if one of the 1 - failAlpha bounds lies outside it. Without spread, or with a single value, the
 * mean itself is decisive. An infinite mean never passes.
 */
export function decideMean(
  sample: Sample,
  region: Region,
  alpha: number,
  failAlpha = alpha,
): Decision {
  const { n, mean, spread } = sample
  if (!Number.isFinite(mean)) return 'fail'
  if (n === 1 || spread === 0) return inside(region, mean) ? 'pass' : 'fail'
  const half = halfWidth(sample, alpha)
  const [below, above] = [mean - half, mean + half]
  const lowHolds = region.includesLow ? below >= region.low : below > region.low
  const highHolds = region.includesHigh ? above <= region.high : above < region.high
  if ((lowHolds || region.low === -Infinity) && (highHolds || region.high === Infinity)) {
    return 'pass'
  }
  const failHalf = failAlpha === alpha ? half : halfWidth(sample, failAlpha)
  return mean + failHalf < region.low || mean - failHalf > region.high ? 'fail' : 'inconclusive'
}

/**
 * The p-value of the hypothesis that the mean is outside the accepted region; undefined if nothing was tested.
 * @param tailAtLook for declared looks: the probability of at least this t at the look after n values
 */
export function pValueOf(
  sample: Sample,
  region: Region,
  tailAtLook?: (t: number, n: number) => number,
): number | undefined {
  const { n, mean, spread, freedom } = sample
  if (n === 1 || spread === 0 || !Number.isFinite(mean)) return undefined
  const distances = [mean - region.low, region.high - mean].filter(Number.isFinite)
  // If the region has no finite end, there is nothing to test.
  if (distances.length === 0) return undefined
  const tail = (t: number) => tailAtLook?.(t, n) ?? upperTail(t, freedom)
  return Math.max(...distances.map((distance) => tail((distance * Math.sqrt(n)) / spread)))
}

/**
 * Decides a claim whose samples must all lie in their regions. It passes if each test passes at alpha. This
 * needs no correction: if the claim is false, one of its parts is false, and that part passes with probability
 * at most alpha. The claim fails if one test fails. For this each test gets an equal share of alpha, so that a
 * true claim rarely fails.
 */
export function decideAll(
  samples: readonly Sample[],
  regions: readonly Region[],
  alpha: number,
  failAlpha = alpha,
): Decision {
  const share = failAlpha / samples.length
  let decision: Decision = 'pass'
  for (const [index, sample] of samples.entries()) {
    const one = decideMean(sample, regions[index] as Region, alpha, share)
    if (one === 'fail') return 'fail'
    if (one === 'inconclusive') decision = 'inconclusive'
  }
  return decision
}
