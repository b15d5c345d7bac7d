/** @file What judging leads to. */

import type { Case, Claim, Expectation, Relation } from '../check/study.js'

/** A case with the words of the expectation that it belongs to. */
export interface Question extends Case {
  text: string
  relation: Exclude<Relation, { type: 'trend' }>
}

export type VerdictName = 'pass' | 'fail' | 'inconclusive' | 'error' | 'skipped'

export interface Verdict {
  verdict: VerdictName
  /** One plain sentence with the numbers that decided it. */
  sentence: string
  /** What would put it right or decide it. */
  help?: string
  evidence?: Evidence
}

export interface Evidence {
  method: 'every seed' | 'at least' | 'Student t' | 'two one-sided t tests' | 'one seed'
  /** Number of seeds. */
  n: number
  perSeed: { seed: number; left: number; right: number }[]
  /** Mean of left - right over seeds. */
  estimate: number
  /** 90% two-sided, so that each bound is a one-sided 95% bound; none with one seed. */
  interval?: [number, number]
}

export interface JudgedExpectation {
  expectation: Expectation
  verdict: Verdict
}

export interface JudgedClaim {
  claim: Claim
  verdict: VerdictName
  /** Said of the claim as a whole: why it was skipped. */
  sentence?: string
  help?: string
  expectations: JudgedExpectation[]
}
