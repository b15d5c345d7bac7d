/** @file Verdicts, with the numbers that decided them. Plain JSON. */

import type { Claim } from '../claims/claim.js'
import type { Expectation } from '../claims/expectation.js'
import type { Unit } from '../kinds/unit.js'
import type { Skip } from '../plan/plan.js'
import type { FamilyMethod } from '../statistics/family.js'

/** Defined one by one in docs/verdicts.md. */
export type VerdictName = 'pass' | 'fail' | 'inconclusive' | 'error' | 'skipped'

export interface Verdict {
  verdict: VerdictName
  /** One plain sentence with the numbers that decided it. */
  sentence: string
  /** The remedy, or what would decide it. */
  help?: string
  /** None where there was no data to judge. */
  evidence?: Evidence
}

export interface JudgedClaim {
  claim: Claim
  verdict: VerdictName
  /** Said of the claim as a whole: why it was skipped. */
  sentence?: string
  help?: string
  /** The reason why a claim was skipped. */
  skippedFor?: Exclude<Skip['cause'], 'unusable data'>
  /** Skipped, for the command was interrupted before there was a verdict. */
  interrupted?: true
  expectations: JudgedExpectation[]
  /** Of a claim over a sweep. */
  outcomes?: SweptQuantity[]
}

/** A quantity along a sweep: `test error` by `p`. */
export interface SweptQuantity {
  quantity: string
  unit: Unit
  variable: string
  /** The written unit of the swept numbers: `%`; absent if the values are words. */
  variableUnit?: string
  /** Of the values of further variables: `model = mlp`. */
  label?: string
  points: OutcomePoint[]
}

export interface OutcomePoint {
  /** The swept value in the spec's words. */
  text: string
  /** The same as a number in its unit: 20 of `20%`. */
  at?: number
  /** A condition that was not reached has the least number that it can have taken. */
  values: { seed: number; value: number; censored?: true }[]
}

export interface JudgedExpectation {
  expectation: Expectation
  /** Of the case that speaks for the expectation: the first of the worst, or the closest of those that pass. */
  verdict: Verdict
  /** One for each of the expectation's cases, in their order. */
  cases: JudgedCase[]
}

export interface JudgedCase extends Verdict {
  /** The value it is for: `p = 10%`. */
  label?: string
}

/**
 * A number that can be infinite and is still plain JSON: a condition that was not reached took
 * `'Infinity'` epochs, and a bound that does not exist is `'-Infinity'` or `'Infinity'`.
 * `Number(extended)` gives the number back.
 */
export type Extended = number | 'Infinity' | '-Infinity'

/** @throws Error for NaN, which is never evidence */
export function toExtended(value: number): Extended {
  if (Number.isNaN(value)) throw new Error('internal: NaN is never evidence')
  // JSON has no negative zero.
  if (Number.isFinite(value)) return value === 0 ? 0 : value
  return value > 0 ? 'Infinity' : '-Infinity'
}

export type Method =
  | 'every seed'
  | 'at least k of n'
  /** Of all seeds, by bounds of the success rate. */
  | 'share of seeds'
  /** Both sides are the same in every seed, or must be. */
  | 'exact'
  /** A comparison of two numbers, with no interval. */
  | 'one seed'
  /** A one-sided bound of the mean of paired differences, or of one measurement. */
  | 'Student t'
  | 'two one-sided t tests'
  /** Each step of a sweep and the whole of it: all must hold. */
  | 'ordered alternative'

export interface Evidence {
  method: Method
  /** Number of seeds that it rests on. */
  n: number
  perSeed: SeedEvidence[]
  /**
   * The meaning of `estimate`, `interval`, `acceptance` and each seed's `value`. `value`: the left side;
   * `difference`: left minus right, without the constants beside a measurement; `log ratio`: the natural logarithm
   * of left / right, likewise without a constant factor; `rise`: the last point of a sweep minus the first, in the
   * claimed direction.
   */
  scale: 'value' | 'difference' | 'log ratio' | 'rise'
  /** Of `estimate`, `interval`, `acceptance` and `value`, but for a log ratio, which has none. */
  unit: Unit
  /** Mean over seeds. */
  estimate: Extended
  /** The bounds of the estimate if a condition was not reached in some seed. */
  bounds?: Bounds
  /** Of the seeds' values; none with one seed. */
  standardDeviation?: Extended
  /** The standard deviation that the test took, where the seeds show less than the measurement hides. */
  spread?: number
  /** Two-sided at `level`, so that each end is a one-sided bound at (1 + level) / 2. */
  interval?: Interval
  /** The estimates for which the claim holds, such as -0.01 to 0.01. */
  acceptance: AcceptedRange
  /** The largest probability of a pass where the claim is false; of what is tested over seeds. */
  alpha?: number
  /** Of the hypothesis that the claim is false; none where nothing is tested. */
  pValue?: number
  /** The family control, if the paper's claims are judged together. */
  family?: FamilyEvidence
  /** The number of seeds that gives 80% power at the current estimate and deviation; of an inconclusive claim. */
  seedsToDecide?: number
  /** The largest share of seeds of another kind of which so many seeds may show none; of a mean. */
  unseen?: number
  /** In how many seeds the claim holds; of claims about each seed. */
  successes?: Successes
  /** Of shares of test examples, where it is known: of arms on the same images only `beyond this test set`. */
  testSet?: TestSetError
  /** Of a claim with declared looks. */
  looks?: Look[]
  /** Of a trend: each step from a point of the sweep to the next, in the claimed direction. */
  steps?: Step[]
  /** The correction against false failures, if several cases or steps were tested together. */
  failing?: {
    correction: 'Bonferroni'
    tests: number
    alpha: number
    /** Of the estimate at that alpha: it must lie outside of the acceptance for a fail. */
    interval?: Interval
  }
}

/** Of the expectation among all that are tested for its paper. */
export interface FamilyEvidence {
  paper: string
  method: FamilyMethod
  /** The number of tests. */
  size: number
  alpha: number
  /** Adjusted for them: a pass needs it to be alpha at most. */
  pValue: number
}

/** The error over other test sets of the same size. */
export interface TestSetError {
  /** Standard error of the estimate over test sets. */
  error: number
  /** True if interval, p-value and verdict include it, as for a claim `beyond this test set`. */
  included: boolean
}

export interface SeedEvidence {
  seed: number
  /** The two sides, a constant always on the right; of a trend the first point and the last. */
  left: Extended
  right: Extended
  /** On the scale of the estimate. */
  value: Extended
  /** Of a trend: what each step gave. */
  steps?: Extended[]
  /** A condition that was not reached, taken at the end of its range that is worst for the claim. */
  censored?: true
  /** The bounds of a censored seed's numbers. */
  bounds?: { left: Bounds; right: Bounds; value: Bounds }
}

/** The ends of a range; they are the same for what is known. */
export interface Bounds {
  low: Extended
  high: Extended
}

export interface Interval {
  low: Extended
  high: Extended
  /** Of confidence: 0.9 for alpha 0.05. */
  level: number
}

export interface AcceptedRange {
  low: Extended
  high: Extended
  includesLow: boolean
  includesHigh: boolean
}

export interface Successes {
  count: number
  required: number
  /** Clopper-Pearson bounds of the success rate among all seeds, each one-sided at 1 - alpha. */
  low: number
  high: number
}

export interface Look {
  /** Number of seeds at this look. */
  n: number
  /** The level that is spent at it: of each one-sided test. */
  alpha: number
  /** None where the looks before had decided, or the seeds are still missing. */
  verdict?: 'pass' | 'fail' | 'inconclusive'
}

export interface Step {
  from: string
  to: string
  estimate: Extended
  interval?: Interval
  /** At the level of a fail, where it is another. */
  failing?: Interval
  /** The estimates for which the step holds; streams of older versions do not say. */
  acceptance?: AcceptedRange
  /** The verdict rests on this step; where it rests on none, it rests on the whole rise. */
  decided?: true
}
