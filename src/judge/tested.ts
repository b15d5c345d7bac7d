/** @file What the tests of a mean gave, from which its sentence and its evidence are made. */

import type { Sample } from '../statistics/student.js'
import type { Decision } from './decide.js'
import type { Missing } from './possible.js'
import type { Question } from './question.js'
import type { SeedValues } from './seed-values.js'
import type { Look, TestSetError } from './verdict.js'

/** A question after so many seeds: the samples of what is tested, and what came of it. */
export interface Tested {
  question: Question
  /** One, or of a trend each step and then the whole rise. */
  samples: Sample[]
  decision: Decision
  n: number
  /** Level of each one-sided test at this look. */
  alpha: number
  /** Level at which each test can fail the claim: a share of alpha where several are made. */
  failAlpha: number
  /** Level of the claim, which its looks share. */
  claimAlpha: number
  /** How many tests share alpha for failing. */
  tests: number
  /** Of an undecided claim. */
  seedsToDecide?: number
  looks: Look[]
  seeds: readonly SeedValues[]
  /** What another test set of the same size would change in the last of the samples. */
  testSet?: TestSetError
  /** What keeps a declared look from being made. */
  waitingFor?: Missing
}

/** What is computed has no spread at all; of what is measured a test takes some. */
export function isComputed(samples: readonly Sample[]): boolean {
  return samples.every(({ spread }) => spread === 0)
}
