/** @file The results of the tests of a mean, from which its sentence and its evidence are made. */

import type { Sample } from '../statistics/student.js'
import type { Decision } from './decide.js'
import type { Missing } from './possible.js'
import type { Question } from './question.js'
import type { SeedValues } from './seed-values.js'
import type { Look, TestSetError } from './verdict.js'

/** A question with a number of seeds: its samples and the decision. */
export interface Tested {
  question: Question
  /** One sample; for a trend, one for each step, then one for the whole rise. */
  samples: Sample[]
  decision: Decision
  n: number
  /** Level of each one-sided test at this look. */
  alpha: number
  /** Level at which each test can fail the claim: a share of alpha if there are several tests. */
  failAlpha: number
  /** Level of the claim, which its looks share. */
  claimAlpha: number
  /** The number of tests that share alpha for failing. */
  tests: number
  /** Only for an inconclusive claim. */
  seedsToDecide?: number
  looks: Look[]
  seeds: readonly SeedValues[]
  /** The error of the last sample over other test sets of the same size. */
  testSet?: TestSetError
  /** The reason why a declared look cannot be made. */
  waitingFor?: Missing
}

/** True for a computed quantity, which has no spread; a test always assumes some for a measured one. */
export function isComputed(samples: readonly Sample[]): boolean {
  return samples.every(({ spread }) => spread === 0)
}
