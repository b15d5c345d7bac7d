/**
 * @file Early decisions: the runs that can still change a verdict. Pure; call it again after each evaluation.
 */

import type { Arm } from '../claims/arm.js'
import type { Case, Expectation } from '../claims/expectation.js'
import { measurementsIn } from '../claims/expression.js'
import type { Registry } from '../kinds/registry.js'
import { lookLevels } from '../statistics/looks.js'
import { outcomeOf } from './each-seed.js'
import type { FindRun } from './run-result.js'
import { askedOf, judgeCase, judgedByMean } from './judge.js'
import { possibleValues } from './possible.js'
import { type SeedValues, missingAmong } from './seed-values.js'
import { findFor } from './test-set.js'

/** A run that an expectation waits for. */
export interface NeededRun {
  arm: Arm
  seed: number
}

/**
 * The runs that can still change a verdict: for a claim about each seed, those of undecided seeds; for a mean,
 * those up to the next declared look. A run may be listed more than once; a run that is not listed may stop, or
 * need not start. Every case counts, even if another case has made the claim false, since each case has a
 * reported verdict.
 */
export function runsStillNeeded(
  registry: Registry,
  expectation: Expectation,
  find: FindRun,
): NeededRun[] {
  return expectation.cases
    .filter((one) => judgeCase(registry, expectation, one, find).open)
    .flatMap((one) => neededFor(registry, expectation, one, find))
}

function neededFor(
  registry: Registry,
  expectation: Expectation,
  one: Case,
  find: FindRun,
): NeededRun[] {
  const { question, seeds } = askedOf(registry, expectation, one, find)
  const look = findFor(registry, expectation, one, find)
  const waiting = judgedByMean(expectation, one)
    ? upToNextLook(expectation, seeds)
    : seeds.filter(({ sides }) => outcomeOf(question, sides) === 'open')
  return waiting.flatMap(({ seed }) =>
    question.sides.flatMap(measurementsIn).flatMap((measurement): NeededRun[] => {
      const { missing } = possibleValues(registry, measurement, seed, look)
      return missing?.state === 'open' ? [{ arm: measurement.arm, seed }] : []
    }),
  )
}

function upToNextLook({ looks, alpha }: Expectation, seeds: readonly SeedValues[]): SeedValues[] {
  const levels = looks ? lookLevels(looks, alpha) : []
  const next = levels.find(({ n }) => missingAmong(seeds.slice(0, n)))
  return seeds.slice(0, next?.n ?? seeds.length)
}
