/** @file What a spec means: claims whose arms are resolved set-ups. Plain data. */

import type { Setup } from './setup.js'

export interface Claim {
  name: string
  title?: string
  /** Path of the spec as given, and the line of the claim, from 1. */
  file: string
  line: number
  /** As written, the whole block. */
  text: string
  expectations: Expectation[]
}

export interface Expectation {
  /** As written, without `expect`. */
  text: string
  line: number
  /** One for each value that the expectation is quantified over; one without a label where there is none. */
  cases: Case[]
  quantifier: Quantifier
  seeds: number[]
}

export interface Case {
  /** The value it is for: `p = 10%`, `model = mlp_1x512`. */
  label?: string
  left: Expression
  relation: Relation
}

export type Relation =
  | { type: 'comparison'; operator: '<' | '<=' | '>' | '>='; right: Expression }
  | { type: 'equivalence'; right: Expression; margin: number }

export type Quantifier =
  { type: 'every seed' } | { type: 'at least'; count: number } | { type: 'on average' }

/**
 * Levels are fractions such as an accuracy; points are differences of levels, in percentage points
 * of 0.01; a plain number goes with either.
 */
export type Unit = 'level' | 'points' | 'number'

export type Expression =
  | { type: 'constant'; value: number; unit: Unit; text: string }
  | { type: 'measurement'; metric: string; unit: Unit; text: string; arm: Arm }
  | {
      type: 'operation'
      operator: '+' | '-' | '*' | '/'
      unit: Unit
      left: Expression
      right: Expression
    }

/** What a measurement is of: a set-up, and how the spec names it. */
export interface Arm {
  label: string
  setup: Setup
}

/** The arms that an expectation measures. */
export function armsOf({ cases }: Expectation): Arm[] {
  return cases.flatMap(({ left, relation }) => [...armsIn(left), ...armsIn(relation.right)])
}

function armsIn(expression: Expression): Arm[] {
  switch (expression.type) {
    case 'constant':
      return []
    case 'measurement':
      return [expression.arm]
    case 'operation':
      return [...armsIn(expression.left), ...armsIn(expression.right)]
  }
}
