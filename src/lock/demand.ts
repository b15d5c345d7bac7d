/** @file What a case asks for, in the forms in which it can be compared with another version of it. */

import { one, zero } from '../claims/exact.js'
import type { Case } from '../claims/expectation.js'
import {
  type NameArm,
  type Term,
  difference,
  linearForm,
  nameOf,
  quotientName,
  scaled,
} from '../claims/linear.js'
import { type Compared, type Region, acceptance } from '../claims/region.js'

/** The values for which it holds of the quantity that remains when the constants are taken out. */
export interface Demand extends Region {
  /** The quantity by its measurements; equal for two expectations about the same. */
  quantity: string
  /** Of a trend, what is measured at each point. */
  points?: string[]
}

/**
 * Each form in which a case can be compared: `A < B` is about the difference of A and B, as
 * `A < B + 3pp` is, and about their ratio, as `A < 2 times B` is.
 */
export function demandsOf({ left, relation }: Case, nameArm: NameArm): Demand[] {
  if (relation.type === 'trend') {
    const { direction, variable, points, tolerance } = relation
    const measured = points.map((point) => nameOf(linearForm(point.left, nameArm)))
    // Each step may go against the direction by the tolerance.
    const region = { low: 0 - tolerance, high: Infinity, includesLow: true, includesHigh: false }
    return [{ quantity: `${direction} with ${variable}`, points: measured, ...region }]
  }
  const form = difference(linearForm(left, nameArm), linearForm(relation.right, nameArm))
  // Which side a quantity is written on says nothing: the first by name has the factor 1.
  const terms = [...form.terms].sort((a, b) => (a.name < b.name ? -1 : 1))
  const [first] = terms
  if (first === undefined) {
    const region = acceptance(relation, form.constant.neg(), one)
    return [{ quantity: '', ...region }]
  }
  const { factor } = first
  const quantity = nameOf(scaled({ terms, constant: zero }, factor.inverse()))
  const alone = { quantity, ...acceptance(relation, form.constant.neg(), factor) }
  return form.constant.equals(0) ? [alone, ...ratios(relation, terms)] : [alone]
}

/** Of two quantities that are not negative, both ways round: A / B < 2 is B / A > 1/2. */
function ratios(relation: Compared, [a, b, ...others]: readonly Term[]): Demand[] {
  if (relation.type !== 'comparison' || !a || !b || others.length > 0) return []
  if (a.factor.s === b.factor.s) return []
  return [
    { quantity: quotientName(a.name, b.name), ...acceptance(relation, b.factor.neg(), a.factor) },
    { quantity: quotientName(b.name, a.name), ...acceptance(relation, a.factor.neg(), b.factor) },
  ]
}

/** Whether two demands can be compared: they are about the same, or about a trend with a point in common. */
export function alike(one: Demand, other: Demand): boolean {
  const shared = one.points?.some((point) => other.points?.includes(point)) ?? true
  return one.quantity === other.quantity && shared
}

/** Whether a trend is no longer followed over all points that it was. */
export function losesPoints({ points = [] }: Demand, now: Demand): boolean {
  return !points.every((point) => now.points?.includes(point))
}
