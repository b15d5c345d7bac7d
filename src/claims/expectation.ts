/** @file An expectation: its cases, and its quantifier over seeds. */

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
  /** The numbers of seeds after which `over 3..10 seeds` may be decided, in order; the last is the total. */
  looks?: number[]
  /** The command line chose one seed of several, which is not enough to judge a mean. */
  cutToOne?: true
  /** The largest probability of a pass if the claim is false. */
  alpha: number
  /** The claim is about images in general, of which the test set is a sample. */
  beyondTestSet?: true
}

export interface Case {
  /** The value of the case: `p = 10%`, `model = mlp_1x512`. */
  label?: string
  left: Expression
  relation: Relation
}

export type Quantifier =
  | { type: 'every seed' }
  | { type: 'at least'; count: number }
  /** A share of all seeds, including those that were not run. */
  | { type: 'share of seeds'; share: number; confidence: number }
  | { type: 'on average' }

/** Rescales a quantifier to another number of seeds: `at least 4 of 5` becomes 8 of 10, or 1 of 1. */
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

/** True if a case is judged exactly in each seed: equality, and arithmetic without measurements. */
export function isExact(one: Case): boolean {
  return relationKind(one.relation).isExact(one.relation) || !expressionsIn(one).some(measures)
}

/** Formats a quantifier in the syntax of a spec. */
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
