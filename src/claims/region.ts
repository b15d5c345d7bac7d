/** @file The values for which a claim holds. */

import { type Fraction, exact, toNumber } from './exact.js'
import type { Relation } from './relation.js'

/** Ends can be infinite; they are exact to the last bit, so that equal ends are equal numbers. */
export interface Region {
  low: number
  high: number
  includesLow: boolean
  includesHigh: boolean
}

export type Compared = Exclude<Relation, { type: 'trend' }>

/**
 * The values x for which `factor` times x stands in the relation to `at`; a negative factor turns
 * the relation around.
 */
export function acceptance(relation: Compared, at: Fraction, factor: Fraction): Region {
  const middle = at.div(factor)
  if (relation.type === 'equivalence') {
    const margin = exact(relation.margin).div(factor.abs())
    const [low, high] = [toNumber(middle.sub(margin)), toNumber(middle.add(margin))]
    return { low, high, includesLow: true, includesHigh: true }
  }
  const { operator } = relation
  const end = toNumber(middle)
  const closed = operator.endsWith('=')
  const upward = { low: end, high: Infinity, includesLow: closed, includesHigh: false }
  const downward = { low: -Infinity, high: end, includesLow: false, includesHigh: closed }
  if (operator === '=') return { ...upward, high: end, includesHigh: true }
  return operator.startsWith('>') === factor.s > 0n ? upward : downward
}

export function inside({ low, high, includesLow, includesHigh }: Region, value: number): boolean {
  const above = includesLow ? value >= low : value > low
  return above && (includesHigh ? value <= high : value < high)
}

/** Whether all that the second allows the first allows too. */
export function contains(outer: Region, inner: Region): boolean {
  const low =
    inner.low > outer.low || (inner.low === outer.low && (outer.includesLow || !inner.includesLow))
  const high =
    inner.high < outer.high ||
    (inner.high === outer.high && (outer.includesHigh || !inner.includesHigh))
  return low && high
}

/**
 * The end of the region where the value is that end but for rounding, else the value. This is the
 * only place where a measured value is compared with what a spec writes: 0.1 + 0.7 is 80%.
 */
export function settledAt({ low, high }: Region, value: number, error: number): number {
  if (Math.abs(value - low) <= error) return low
  return Math.abs(value - high) <= error ? high : value
}
