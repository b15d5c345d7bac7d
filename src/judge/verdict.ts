/** @file Verdicts, with the numbers that decided them. Plain JSON. */

import type { Claim } from '../claims/claim.js'
import type { Expectation } from '../claims/expectation.js'
import type { Unit } from '../kinds/unit.js'
import type { Skip } from '../plan/plan.js'
import type { FamilyMethod } from '../statistics/family.js'

/** docs/verdicts.md defines each verdict. */
export type VerdictName = 'pass' | 'fail' | 'inconclusive' | 'error' | 'skipped'

export interface Verdict {
  verdict: VerdictName
  /** One plain sentence with the numbers that decided it. */
  sentence: string
  /** The remedy, or what would decide it. */
  help?: string
  /** Absent if there was no data to judge. */
  evidence?: Evidence
}

export interface JudgedClaim {
  claim: Claim
  verdict: VerdictName
  /** The reason why the claim as a whole was skipped. */
  sentence?: string
  help?: string
  /** The reason why a claim was skipped. */
  skippedFor?: Exclude<Skip['cause'], 'unusable data'>
  /** Skipped because the command was interrupted before there was a verdict. */
  interrupted?: true
  expectations: JudgedExpectation[]
  /** The measured quantities of a claim over a sweep. */
  outcomes?: SweptQuantity[]
}

/** A quantity along a sweep: `test error` by `p`. */
export interface SweptQuantity {
  quantity: string
  unit: Unit
  variable: string
  /** The written unit of the swept numbers: `%`; absent if the values are words. */
  variableUnit?: string
  /** The values of further variables: `model = mlp`. */
  label?: string
  points: OutcomePoint[]
}

export interface OutcomePoint {
  /** The swept value in the spec's words. */
  text: string
  /** The swept value as a number in its unit: 20 for `20%`. */
  at?: number
  /** For a condition that was not reached, the value is a lower bound. */
  values: { seed: number; value: number; censored?: true }[]
}

export interface JudgedExpectation {
  expectation: Expectation
  /** The verdict of the decisive case: the first with the worst verdict, or the closest if all pass. */
  verdict: Verdict
  /** One for each of the expectation's cases, in order. */
  cases: JudgedCase[]
}

export interface JudgedCase extends Verdict {
  /** The value of the case: `p = 10%`. */
  label?: string
}

/**
 * A number that can be infinite, as plain JSON. A condition that was not reached took `'Infinity'` epochs; a
 * missing bound is `'-Infinity'` or `'Infinity'`. `Number(extended)` converts it back.
 */
export type Extended = number | 'Infinity' | '-Infinity'

/**
 * Converts a number.
 * @throws Error for NaN, which is never evidence
 */
export function toExtended(value: number): Extended {
  if (Number.isNaN(value)) throw new Error('internal: NaN is never evidence')
  // JSON has no negative zero.
  if (Number.isFinite(value)) return value === 0 ? 0 : value
  return value > 0 ? 'Infinity' : '-Infinity'
}

export type Method =
  | 'every seed'
  | 'at least k of n'
  /** Bounds of the success rate among all seeds. */
  | 'share of seeds'
  /** Both sides are equal in every seed, or must be. */
  | 'exact'
  /** A comparison of two numbers without an interval. */
  | 'one seed'
  /** A one-sided bound of the mean of paired differences, or of one measurement. */
  | 'Student t'
  | 'two one-sided t tests'
  /** A test of each step of a sweep and of the whole rise, all of which must pass. */
  | 'ordered alternative'

export interface Evidence {
  method: Method
  /** Number of judged seeds. */
  n: number
  perSeed: SeedEvidence[]
  /**
   * The meaning of `estimate`, `interval`, `acceptance` and each seed's `value`. `value`: the left side;
   * `difference`: left minus right, without the constants beside a measurement; `log ratio`: the natural logarithm
   * of left / right, likewise without a constant factor; `rise`: the last point of a sweep minus the first, in the
   * claimed direction.
   */
  scale: 'value' | 'difference' | 'log ratio' | 'rise'
  /** The unit of `estimate`, `interval`, `acceptance` and `value`, except for a log ratio, which has none. */
  unit: Unit
  /** Mean over seeds. */
  estimate: Extended
  /** The bounds of the estimate if a condition was not reached in some seed. */
  bounds?: Bounds
  /** Standard deviation of the seeds' values; absent for one seed. */
  standardDeviation?: Extended
  /** The standard deviation that the test assumed, if the seeds show less than the measurement hides. */
  spread?: number
  /** Two-sided at `level`, so that each end is a one-sided bound at (1 + level) / 2. */
  interval?: Interval
  /** The estimates for which the claim holds, such as -0.01 to 0.01. */
  acceptance: AcceptedRange
  /** The largest probability of a pass if the claim is false; only for tests over seeds. */
  alpha?: number
  /** The p-value of the hypothesis that the claim is false; absent without a test. */
  pValue?: number
  /** The family control, if the paper's claims are judged together. */
  family?: FamilyEvidence
  /** The number of seeds that gives 80% power at the current estimate and deviation; of an inconclusive claim. */
  seedsToDecide?: number
  /** For a mean: the largest share of seeds of another kind that this many seeds may miss. */
  unseen?: number
  /** For a claim about each seed: the number of seeds in which it holds. */
  successes?: Successes
  /** For shares of test examples, if known; for arms on the same images only `beyond this test set`. */
  testSet?: TestSetError
  /** For a claim with declared looks. */
  looks?: Look[]
  /** For a trend: each step between neighbouring points of the sweep, in the claimed direction. */
  steps?: Step[]
  /** The correction against false failures, if several cases or steps were tested together. */
  failing?: {
    correction: 'Bonferroni'
    tests: number
    alpha: number
    /** The interval of the estimate at that alpha; the claim fails only if it lies outside the acceptance. */
    interval?: Interval
  }
}

/** The place of the expectation among all tests of its paper. */
export interface FamilyEvidence {
  paper: string
  method: FamilyMethod
  /** The number of tests. */
  size: number
  alpha: number
  /** The adjusted p-value, which must be at most alpha for a pass. */
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
  /** The two sides, a constant always on the right; for a trend, the first point and the last. */
  left: Extended
  right: Extended
  /** On the scale of the estimate. */
  value: Extended
  /** For a trend: the rise of each step. */
  steps?: Extended[]
  /** A condition was not reached, and the value is the end of its range that is worst for the claim. */
  censored?: true
  /** The bounds of a censored seed's numbers. */
  bounds?: { left: Bounds; right: Bounds; value: Bounds }
}

/** The ends of a range, which are equal for a known value. */
export interface Bounds {
  low: Extended
  high: Extended
}

export interface Interval {
  low: Extended
  high: Extended
  /** The confidence: 0.9 for alpha 0.05. */
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
  /** The level of each one-sided test at this look. */
  alpha: number
  /** Absent if an earlier look decided, or if seeds are missing. */
  verdict?: 'pass' | 'fail' | 'inconclusive'
}

export interface Step {
  from: string
  to: string
  estimate: Extended
  interval?: Interval
  /** The interval at the level of a fail, if that level differs. */
  failing?: Interval
  /** The estimates for which the step holds; absent in streams of older versions. */
  acceptance?: AcceptedRange
  /** The verdict rests on this step; if it rests on no step, it rests on the whole rise. */
  decided?: true
}
