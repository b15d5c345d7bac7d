/** @file The interface of a relation, for check, judge and lock. */

import type { Demand } from './demand.js'
import type { Expression } from './expression.js'
import type { Hypothesis } from './hypothesis.js'
import type { NameArm } from './linear.js'
import type { Region } from './region.js'

/** @typeParam R the resolved relation of a claim */
export interface RelationKind<R> {
  /**
   * True if its text is a clause, like `error increases with p`; otherwise the text is a property of a seed: `acc >
   * 99%`.
   */
  clause: boolean
  /** True if it holds or fails in each seed, up to rounding alone, so that there is no mean to test. */
  isExact(relation: R): boolean
  /** The quantifier if the spec has none. */
  quantifier(left: Expression, relation: R): 'every seed' | 'on average'
  /** The values of left minus right for which it holds, for two quantities. */
  accepts?(relation: R): Region
  /** The quantities that it compares, each once. */
  expressions(left: Expression, relation: R): Expression[]
  /**
   * The hypothesis to test.
   * @param ratios false if the log scale is excluded, since a value is not above zero
   */
  hypothesis(left: Expression, relation: R, nameArm: NameArm, ratios: boolean): Hypothesis
  /** The forms in which it can be compared with another version of itself. */
  demands(left: Expression, relation: R, nameArm: NameArm): Demand[]
  /** The sides or points that are equal, if it compares something with itself. */
  twins(left: Expression, relation: R): Twins | undefined
}

/** Both sides, or the labels of two points of a sweep. */
export type Twins = 'sides' | [from: string, to: string]
