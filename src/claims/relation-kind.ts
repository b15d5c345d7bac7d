/** @file The interface of a relation: all that check, judge and lock ask of one. */

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
  /** Of two quantities, the values of left minus right for which it holds. */
  accepts?(relation: R): Region
  /** The quantities that it compares, each once. */
  expressions(left: Expression, relation: R): Expression[]
  /** @param ratios whether a ratio may be judged as one: where a value is not above zero it cannot */
  hypothesis(left: Expression, relation: R, nameArm: NameArm, ratios: boolean): Hypothesis
  /** The forms in which it can be compared with another version of it. */
  demands(left: Expression, relation: R, nameArm: NameArm): Demand[]
  /** The sides or points that it compares with themselves, if any. */
  twins(left: Expression, relation: R): Twins | undefined
}

/** Both sides, or two points of a sweep by their labels. */
export type Twins = 'sides' | [from: string, to: string]
