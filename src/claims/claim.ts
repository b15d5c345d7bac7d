/** @file What a spec means: claims whose arms are resolved set-ups. Plain data. */

import type { StopCondition } from '../kinds/metric.js'
import type { RunSetup } from './setup.js'

export interface Claim {
  name: string
  title?: string
  /** Path of the spec as given, and the line of the claim, from 1. */
  file: string
  line: number
  /** As written, the whole block. */
  text: string
  tags: string[]
  cites: Citation[]
  /** What the paper says of the same quantities. */
  reported: ReportedValue[]
  /** The profile in force, if any. */
  profile?: string
  /** The only profiles in which the claim makes sense; none where it makes sense in all. */
  onlyIn: string[]
  /** Its seeds come from the command line, not from the spec: never part of a record. */
  exploratory?: true
  expectations: Expectation[]
}

/** A place in a paper: `zhang2017 table 1`. */
export interface Citation {
  paper: Paper
  place: string
}

export interface Paper {
  name: string
  title?: string
  authors?: string
  venue?: string
  link?: string
}

export type ReportedValue =
  | { type: 'value'; /** As written: `train acc`. */ text: string; value: number; unit: Unit }
  /** A curve of the paper's figures, by its name: `figure1c.inception`. */
  | { type: 'curve'; name: string }

export interface Expectation {
  /** As written, without `expect`. */
  text: string
  line: number
  /** One for each value that the expectation is quantified over; one without a label where there is none. */
  cases: Case[]
  quantifier: Quantifier
  /** All seeds that may be run. */
  seeds: number[]
  /** `over 3..10 seeds`: after how many seeds the claim may be decided, in order; the last is their number. */
  looks?: number[]
  /** The largest probability of a pass where the claim is false. */
  alpha: number
}

export interface Case {
  /** The value it is for: `p = 10%`, `model = mlp_1x512`. */
  label?: string
  left: Expression
  relation: Relation
}

export type Relation =
  | { type: 'comparison'; operator: '<' | '<=' | '>' | '>=' | '='; right: Expression }
  | { type: 'equivalence'; right: Expression; margin: number }
  | {
      type: 'trend'
      direction: 'increases' | 'decreases'
      /** The swept variable. */
      variable: string
      /** The quantity at each point of the sweep, in its order; `left` is the first. */
      points: { label: string; left: Expression }[]
      /** By how much a step may go against the direction. */
      tolerance: number
    }

export type Quantifier =
  { type: 'every seed' } | { type: 'at least'; count: number } | { type: 'on average' }

/**
 * Levels are fractions such as an accuracy; points are differences of levels, in percentage points
 * of 0.01; a plain number goes with either.
 */
export type Unit = 'level' | 'points' | 'number'

export type Expression =
  | { type: 'constant'; value: number; unit: Unit; text: string }
  | {
      type: 'measurement'
      metric: string
      /** Of a metric that takes one: `epochs to (train loss < 0.05)`. */
      condition?: StopCondition
      unit: Unit
      text: string
      arm: Arm
      /** In a claim over a sweep. */
      swept?: Swept
    }
  | {
      type: 'operation'
      operator: '+' | '-' | '*' | '/'
      unit: Unit
      left: Expression
      right: Expression
    }

/** What is measured along a sweep, and where in it. */
export interface Swept {
  /** As written, without `at`: `test error of mlp`. */
  quantity: string
  at: SweepPoint[]
}

/** `p = 20%` */
export interface SweepPoint {
  variable: string
  /** Everything is said of each value of a `for`. */
  type: 'for' | 'sweep'
  text: string
  /** Of a number, as written: 20 of `20%`. */
  number?: { value: number; unit: string }
}

export type Measurement = Extract<Expression, { type: 'measurement' }>

/** `specs/a.gen:12` by the word that a statement begins with; by the empty word, of the whole block. */
export type Lines = Record<string, string>

/** What a measurement is of: a set-up, and how the spec names it. */
export interface Arm {
  label: string
  setup: RunSetup
  /** Where the parts of the set-up are written. */
  lines: Partial<Record<'dataset' | 'model' | 'training' | 'corruption' | 'computation', Lines>>
}

/** The arms that an expectation measures. */
export function armsOf({ cases }: Expectation): Arm[] {
  return cases
    .flatMap(expressionsIn)
    .flatMap(measurementsIn)
    .map(({ arm }) => arm)
}

/** What a case compares; of a trend each point once, for its `left` is the first of them. */
export function expressionsIn({ left, relation }: Case): Expression[] {
  return relation.type === 'trend'
    ? relation.points.map((point) => point.left)
    : [left, relation.right]
}

/** The measurements in an expression, from left to right. */
export function measurementsIn(expression: Expression): Measurement[] {
  switch (expression.type) {
    case 'constant':
      return []
    case 'measurement':
      return [expression]
    case 'operation':
      return [...measurementsIn(expression.left), ...measurementsIn(expression.right)]
  }
}
