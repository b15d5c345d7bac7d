/** @file The judge: verdicts from stored runs. */

import type { Claim } from '../claims/claim.js'
import { type Case, type Expectation, isExact } from '../claims/expectation.js'
import type { Registry } from '../kinds/registry.js'
import { judgeEachSeed } from './each-seed.js'
import { type ProvisionalVerdict, absent } from './provisional-verdict.js'
import { judgeMean } from './mean.js'
import { outcomesOf } from './outcomes.js'
import { possibleValues } from './possible.js'
import { type Question, questionOf } from './question.js'
import type { FindRun } from './run-result.js'
import type { SeedValues } from './seed-values.js'
import { findFor, testSetErrors } from './test-set.js'
import type { JudgedCase, JudgedClaim, JudgedExpectation, Verdict, VerdictName } from './verdict.js'

export function judgeClaim(registry: Registry, claim: Claim, find: FindRun): JudgedClaim {
  const expectations = claim.expectations.map((one) => judgeExpectation(registry, one, find))
  const verdict = worst(expectations.map((one) => one.verdict.verdict))
  const outcomes = outcomesOf(registry, claim, find)
  return { claim, verdict, expectations, ...(outcomes.length > 0 && { outcomes }) }
}

/** Worst first: one failed expectation makes the claim false, whatever the others give. */
const bySeverity: readonly VerdictName[] = ['fail', 'error', 'inconclusive', 'skipped', 'pass']

export function worst(verdicts: readonly VerdictName[]): VerdictName {
  return bySeverity.find((name) => verdicts.includes(name)) ?? 'error'
}

/**
 * Judges an expectation, all of whose cases must hold. Its sentence is that of the first case with the worst
 * verdict; for a pass, that of the closest case.
 */
export function judgeExpectation(
  registry: Registry,
  expectation: Expectation,
  find: FindRun,
): JudgedExpectation {
  const cases = expectation.cases.map((one): JudgedCase => {
    const { verdict, sentence, help, evidence } = judgeCase(registry, expectation, one, find)
    return {
      ...(one.label !== undefined && { label: one.label }),
      verdict,
      sentence,
      ...(help !== undefined && { help }),
      ...(evidence && { evidence }),
    }
  })
  return { expectation, verdict: speakingFor(cases), cases }
}

/** The verdict of the decisive case. */
export function speakingFor(cases: readonly JudgedCase[]): Verdict {
  const name = worst(cases.map(({ verdict }) => verdict))
  const decisive = name === 'pass' ? closest(cases) : cases.find(({ verdict }) => verdict === name)
  if (decisive === undefined) {
    return { verdict: 'error', sentence: 'cannot be judged: there is no case to judge' }
  }
  const { label, ...verdict } = decisive
  const ofAll = name === 'pass' && cases.length > 1 ? ` (the closest of ${cases.length})` : ''
  const sentence = label === undefined ? verdict.sentence : `${label}${ofAll}: ${verdict.sentence}`
  return { ...verdict, sentence }
}

/**
 * The case whose bounds come nearest to an end of its accepted region; values take the place of missing bounds.
 */
function closest(cases: readonly JudgedCase[]): JudgedCase | undefined {
  const room = ({ evidence }: JudgedCase) => {
    if (evidence === undefined) return Infinity
    const { interval, perSeed, acceptance } = evidence
    const reached = interval ? [interval.low, interval.high] : perSeed.map(({ value }) => value)
    return Math.min(
      ...reached.map((value) => Number(value) - Number(acceptance.low)),
      ...reached.map((value) => Number(acceptance.high) - Number(value)),
    )
  }
  const least = Math.min(...cases.map(room))
  return cases.find((one) => room(one) === least)
}

export function judgeCase(
  registry: Registry,
  expectation: Expectation,
  one: Case,
  find: FindRun,
): ProvisionalVerdict {
  const { quantifier, alpha, looks, cases, cutToOne = false, beyondTestSet = false } = expectation
  const { question, seeds } = askedOf(registry, expectation, one, find)
  const testSet = (judged: readonly SeedValues[]) =>
    testSetErrors(registry, question, judged, find, beyondTestSet)
  if (seeds.length === 0) return absent({ state: 'broken', reason: 'there are no seeds' }, false)
  if (judgedByMean(expectation, one)) {
    return judgeMean(question, seeds, {
      alpha,
      cases: cases.length,
      ...{ cutToOne, beyondTestSet, testSet },
      ...(looks && { looks }),
    })
  }
  return judgeEachSeed(question, seeds, quantifier, alpha, testSet)
}

/** The question of a case, with the values of its seeds. */
export function askedOf(
  registry: Registry,
  expectation: Expectation,
  one: Case,
  find: FindRun,
): { question: Question; seeds: SeedValues[] } {
  const { seeds } = expectation
  const question = questionOf(expectation, one)
  const look = findFor(registry, expectation, one, find)
  const values = measure(registry, question, seeds, look)
  const fit = values.every(({ sides }) => sides.every(({ low }) => low > 0))
  if (question.scale !== 'log ratio' || fit || judgedByMean(expectation, one)) {
    return { question, seeds: values }
  }
  const plain = questionOf(expectation, one, false)
  return { question: plain, seeds: measure(registry, plain, seeds, look) }
}

export function judgedByMean({ quantifier }: Expectation, one: Case): boolean {
  return quantifier.type === 'on average' && !isExact(one)
}

function measure(
  registry: Registry,
  { sides }: Question,
  seeds: readonly number[],
  find: FindRun,
): SeedValues[] {
  return seeds.map((seed) => ({
    seed,
    sides: sides.map((side) => possibleValues(registry, side, seed, find)),
  }))
}
