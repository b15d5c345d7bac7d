/** @file The numbers for which an expectation holds, apart from the quantity that it is about. */

import type { Arm } from '../claims/arm.js'
import type { Case } from '../claims/expectation.js'
import { type Linear, linearForm, nameOf, quotient, scaled, sum } from './linear.js'

/** Of the quantity that remains when the constants are taken out of both sides: left minus right. */
export interface Demand {
  /** The quantity by its measurements; equal for two expectations about the same. */
  quantity: string
  /** Of a trend, what is measured at each point. */
  points?: string[]
  low: number
  high: number
  includesLow: boolean
  includesHigh: boolean
}

type Region = Omit<Demand, 'quantity' | 'points'>

/**
 * What a case asks for, in each form in which it can be compared: `A < B` is about the difference of
 * A and B, as `A < B + 3pp` is, and about their ratio, as `A < 2 times B` is.
 */
export function demandsOf({ left, relation }: Case, nameArm: (arm: Arm) => string): Demand[] {
  if (relation.type === 'trend') {
    const { direction, variable, points, tolerance } = relation
    const measured = points.map((point) => nameOf(linearForm(point.left, nameArm)))
    // Each step may go against the direction by the tolerance.
    const region = { low: -tolerance, high: Infinity, includesLow: true, includesHigh: false }
    return [{ quantity: `${direction} with ${variable}`, points: measured, ...region }]
  }
  const right = linearForm(relation.right, nameArm)
  const all = sum(linearForm(left, nameArm), scaled(right, -1))
  // Which side a quantity is written on says nothing: the first by name has the factor 1.
  const names = [...all.terms.keys()].sort()
  const factor = all.terms.get(names[0] ?? '') ?? 1
  const { terms, constant } = scaled(all, 1 / factor)
  const difference: Demand = {
    quantity: nameOf({ terms, constant: 0 }),
    ...regionOf(relation, -constant, factor),
  }
  return relation.type === 'comparison'
    ? [difference, ...ratios(relation, { terms, constant }, names, factor)]
    : [difference]
}

type Compared = Exclude<Case['relation'], { type: 'trend' }>

/** @param factor by which both sides were divided; a negative one turns the relation around */
function regionOf(relation: Compared, at: number, factor: number): Region {
  const threshold = Number(at.toPrecision(12))
  if (relation.type === 'equivalence') {
    const margin = relation.margin / Math.abs(factor)
    const [low, high] = [threshold - margin, threshold + margin]
    return { low, high, includesLow: true, includesHigh: true }
  }
  const { operator } = relation
  const [below, above] = factor < 0 ? ['>', '<'] : ['<', '>']
  const [upper, lower] = [operator.startsWith(below), operator.startsWith(above)]
  const closed = operator.endsWith('=')
  return {
    low: upper ? -Infinity : threshold,
    high: lower ? Infinity : threshold,
    includesLow: !upper && closed,
    includesHigh: !lower && closed,
  }
}

/** Of two quantities that are not negative, both ways round: A / B < 2 is B / A > 1/2. */
function ratios(
  relation: Extract<Compared, { type: 'comparison' }>,
  { terms, constant }: Linear,
  [a, b, ...others]: readonly string[],
  factor: number,
): Demand[] {
  const multiple = -(terms.get(b ?? '') ?? 0)
  if (a === undefined || b === undefined || others.length > 0) return []
  if (constant !== 0 || multiple <= 0) return []
  return [
    { quantity: quotient(a, b), ...regionOf(relation, multiple, factor) },
    { quantity: quotient(b, a), ...regionOf(relation, 1 / multiple, -factor) },
  ]
}

/** Whether two demands can be compared: they are about the same, or about a trend with a point in common. */
export function alike(one: Demand, other: Demand): boolean {
  const shared = one.points?.some((point) => other.points?.includes(point)) ?? true
  return one.quantity === other.quantity && shared
}

/** Whether all that the second allows the first allows too. */
export function contains(outer: Demand, inner: Demand): boolean {
  const low =
    inner.low > outer.low || (inner.low === outer.low && (outer.includesLow || !inner.includesLow))
  const high =
    inner.high < outer.high ||
    (inner.high === outer.high && (outer.includesHigh || !inner.includesHigh))
  return low && high
}

/** Whether a trend is no longer followed over all points that it was. */
export function losesPoints({ points = [] }: Demand, now: Demand): boolean {
  return !points.every((point) => now.points?.includes(point))
}
