/** @file Regions: the intervals of values for which a claim holds. */

import { type Fraction, exact, toNumber } from './exact.js'

/** Ends can be infinite. They are exact to the last bit, so that equal ends are equal numbers. */
export interface Region {
  low: number
  high: number
  includesLow: boolean
  includesHigh: boolean
}

/** The values x for which `factor` times x minus `at` lies in the region; a negative factor swaps the ends. */
export function acceptance(region: Region, at: Fraction, factor: Fraction): Region {
  const downward = factor.s < 0n
  const end = (value: number) => {
    if (Number.isFinite(value)) return toNumber(exact(value).add(at).div(factor))
    return downward ? -value : value
  }
  const { low, high, includesLow, includesHigh } = region
  return downward
    ? { low: end(high), high: end(low), includesLow: includesHigh, includesHigh: includesLow }
    : { low: end(low), high: end(high), includesLow, includesHigh }
}

/** True if both ends are finite. */
export function isBounded({ low, high }: Region): boolean {
  return Number.isFinite(low) && Number.isFinite(high)
}

export function inside({ low, high, includesLow, includesHigh }: Region, value: number): boolean {
  const above = includesLow ? value >= low : value > low
  return above && (includesHigh ? value <= high : value < high)
}

/** The range of possible values of a quantity; an infinite end is never reached. */
export interface Extent {
  low: number
  high: number
}

/** The truth of a claim about a number that can be anything in an extent. */
export type Truth = 'holds' | 'fails' | 'open'

export function truthWithin(region: Region, { low, high }: Extent): Truth {
  const [fromBelow, toAbove] = [low === -Infinity, high === Infinity]
  const lowHolds = inside(region, low) || (fromBelow && region.low === -Infinity)
  const highHolds = inside(region, high) || (toAbove && region.high === Infinity)
  if (lowHolds && highHolds) return 'holds'
  const below = region.includesLow ? high < region.low : high <= region.low
  const above = region.includesHigh ? low > region.high : low >= region.high
  return below || above ? 'fails' : 'open'
}

/** True if the first region contains the second. */
export function contains(outer: Region, inner: Region): boolean {
  const low =
    inner.low > outer.low || (inner.low === outer.low && (outer.includesLow || !inner.includesLow))
  const high =
    inner.high < outer.high ||
    (inner.high === outer.high && (outer.includesHigh || !inner.includesHigh))
  return low && high
}

/**
 * Returns the region's end if the value equals it up to rounding, else the value. This is the only place where
 * a measured value is compared with a number of a spec, so that 0.1 + 0.7 equals 80%.
 */
export function settledAt({ low, high }: Region, value: number, error: number): number {
  if (Math.abs(value - low) <= error) return low
  return Math.abs(value - high) <= error ? high : value
}
