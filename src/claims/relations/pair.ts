/** @file Relations between two quantities, which hold for a region of left minus right. */

import { differenceUnit } from '../../kinds/unit.js'
import { bySetup } from '../arm.js'
import type { Demand } from '../demand.js'
import { one, zero } from '../exact.js'
import { type Expression, measures } from '../expression.js'
import {
  type NameArm,
  type Term,
  difference,
  linearForm,
  nameOf,
  quotientName,
  scaled,
} from '../linear.js'
import { comparedArms, normalForm } from '../normal-form.js'
import { type Region, acceptance } from '../region.js'
import type { RelationKind } from '../relation-kind.js'

interface Pair {
  right: Expression
}

/** The properties in which relations between two quantities differ. */
interface PairKind<R extends Pair> {
  /** The values of left minus right for which it holds. */
  accepts(relation: R): Region
  isExact?(relation: R): boolean
  quantifier: RelationKind<R>['quantifier']
}

export function pairKind<R extends Pair>({
  accepts,
  isExact = () => false,
  quantifier,
}: PairKind<R>): RelationKind<R> {
  return {
    clause: false,
    isExact,
    quantifier,
    accepts,
    expressions: (left, { right }) => [left, right],
    hypothesis(left, relation, nameArm, ratios) {
      const { right } = relation
      // A ratio is for a test on the log scale, which an exact relation does not need.
      const form = normalForm(left, right, accepts(relation), nameArm, ratios && !isExact(relation))
      const { scale, subject, reference, region } = form
      const units = {
        value: subject.unit,
        difference: differenceUnit(subject.unit),
        'log ratio': 'number',
      }
      return {
        ...{ scale, unit: units[scale], regions: [region] },
        ...(reference
          ? { sides: [subject, reference], contrasts: [{ of: 0, minus: 1 }] }
          : { sides: [subject], contrasts: [{ of: 0 }] }),
      }
    },
    demands: (left, relation, nameArm) =>
      demandsOf(left, relation.right, accepts(relation), nameArm),
    twins(left, { right }) {
      const same =
        left.type === 'constant' && right.type === 'constant'
          ? left.text === right.text
          : (measures(left) || measures(right)) && comparedArms(left, right, bySetup).size === 0
      return same ? 'sides' : undefined
    },
  }
}

/**
 * The demands of `A < B`: about the difference of A and B, to compare with `A < B + 3pp`, and about their
 * ratio, to compare with `A < 2 times B`.
 */
function demandsOf(
  left: Expression,
  right: Expression,
  accepted: Region,
  nameArm: NameArm,
): Demand[] {
  const form = difference(linearForm(left, nameArm), linearForm(right, nameArm))
  // The side of a quantity must not matter, so the first by name gets the factor 1.
  const terms = [...form.terms].sort((a, b) => (a.name < b.name ? -1 : 1))
  const [first] = terms
  if (first === undefined) {
    return [{ quantity: '', ...acceptance(accepted, form.constant.neg(), one) }]
  }
  const { factor } = first
  const quantity = nameOf(scaled({ terms, constant: zero }, factor.inverse()))
  const alone = { quantity, ...acceptance(accepted, form.constant.neg(), factor) }
  const ends = [accepted.low, accepted.high].filter(Number.isFinite)
  const ofRatio = form.constant.equals(0) && ends.every((end) => end === 0)
  return ofRatio ? [alone, ...ratios(accepted, terms)] : [alone]
}

/** The demands on a ratio of two nonnegative quantities, in both directions: A / B < 2 is B / A > 1/2. */
function ratios(accepted: Region, [a, b, ...others]: readonly Term[]): Demand[] {
  if (!a || !b || others.length > 0 || a.factor.s === b.factor.s) return []
  return [
    { quantity: quotientName(a.name, b.name), ...acceptance(accepted, b.factor.neg(), a.factor) },
    { quantity: quotientName(b.name, a.name), ...acceptance(accepted, a.factor.neg(), b.factor) },
  ]
}
