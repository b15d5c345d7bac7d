/** @file An `expect` statement: what is compared with what, and in how many seeds it must hold. */

import type { Arm } from './arm.js'
import { type Expression, measurementsIn, measures } from './expression.js'
import { type Relation, relationKind } from './relation.js'

export interface Expectation {
  /** The text after `expect`. */
  text: string
  line: number
  /** One case for each value of the expectation's `for every`; a single case without a label if there is none. */
  cases: Case[]
  quantifier: Quantifier
  /** All seeds that may be run. */
  seeds: number[]
  /** `over 3..10 seeds`: after how many seeds the claim may be decided, in order; the last is their number. */
  looks?: number[]
  /** One seed by the command line, where the spec asks for several: nothing to judge a mean by. */
  cutToOne?: true
  /** The largest probability of a pass where the claim is false. */
  alpha: number
  /** It is about images in general, of which the test set is a sample. */
  beyondTestSet?: true
}

export interface Case {
  /** The value it is for: `p = 10%`, `model = mlp_1x512`. */
  label?: string
  left: Expression
  relation: Relation
}

export type Quantifier =
  | { type: 'every seed' }
  | { type: 'at least'; count: number }
  /** Of all seeds, also of those that were not run. */
  | { type: 'share of seeds'; share: number; confidence: number }
  | { type: 'on average' }

/** `at least 4 of 5` asks of ten seeds for eight, and of one seed for that one. */
export function sameShare(quantifier: Quantifier, from: number, to: number): Quantifier {
  if (quantifier.type !== 'at least') return quantifier
  return { type: 'at least', count: Math.ceil((quantifier.count * to) / from) }
}

/** The arms that an expectation measures. */
export function armsOf({ cases }: Expectation): Arm[] {
  return cases
    .flatMap(expressionsIn)
    .flatMap(measurementsIn)
    .map(({ arm }) => arm)
}

/** The quantities that a case compares, each once. */
export function expressionsIn({ left, relation }: Case): Expression[] {
  return relationKind(relation).expressions(left, relation)
}

/** True if a case is judged exactly in each seed, as equality is, and arithmetic without measurements. */
export function isExact(one: Case): boolean {
  return relationKind(one.relation).isExact(one.relation) || !expressionsIn(one).some(measures)
}

/** The quantifier in the spec's words. */
export function quantifierText(quantifier: Quantifier, seeds: number): string {
  const percent = (value: number) => `${Number((100 * value).toPrecision(6))}%`
  switch (quantifier.type) {
    case 'every seed':
      return 'in every seed'
    case 'at least':
      return `in at least ${quantifier.count} of ${seeds} seeds`
    case 'share of seeds': {
      const { share, confidence } = quantifier
      return `in at least ${percent(share)} of seeds with confidence ${percent(confidence)}`
    }
    case 'on average':
      return 'on average'
  }
}
