/** @file Verdicts on means over seeds: bounds, equivalence, ratios and trends, at declared looks. */

import { unseenShare } from '../statistics/binomial.js'
import { type LookLevel, lookLevels, tailAtLooks } from '../statistics/looks.js'
import { mostSeeds, powerOfEquivalence, powerOfMean, seedsForPower } from '../statistics/power.js'
import { type Region, inside } from '../claims/region.js'
import type { Sample } from '../statistics/student.js'
import { overTestSets } from '../statistics/test-set.js'
import { decideAll, decideMean, pValueOf } from './decide.js'
import { endedTooEarly, longer } from './each-seed.js'
import { evidenceOf, intervalOf } from './evidence.js'
import { formatDifference, formatValue } from './format.js'
import { meanSentence } from './mean-sentence.js'
import { type ProvisionalVerdict, absent } from './provisional-verdict.js'
import type { Missing } from './possible.js'
import { type Question, isTwoSided } from './question.js'
import { type SeedValues, missingAmong, samplesOf } from './seed-values.js'
import { testedSteps } from './steps.js'
import { type Tested, isComputed } from './tested.js'
import type { Evidence, Look } from './verdict.js'

export interface MeanPlan {
  alpha: number
  looks?: number[]
  /** The number of the expectation's cases that are judged together; they share alpha for failing. */
  cases: number
  cutToOne: boolean
  beyondTestSet: boolean
  /** The standard errors of the tested means over test sets, if known. */
  testSet(seeds: readonly SeedValues[]): number[] | undefined
}

export function judgeMean(
  question: Question,
  seeds: readonly SeedValues[],
  plan: MeanPlan,
): ProvisionalVerdict {
  const total = seeds.length
  const levels: LookLevel[] =
    plan.looks && total > 1 ? lookLevels(plan.looks, plan.alpha) : [{ n: total, alpha: plan.alpha }]
  const looks: Look[] = levels.map(({ n, alpha }) => ({ n, alpha }))
  let tested: Tested | undefined
  let waitingFor: Missing | undefined
  for (const [index, { n, alpha }] of levels.entries()) {
    const soFar = seeds.slice(0, n)
    waitingFor = missingAmong(soFar) ?? unfit(question, soFar)
    if (waitingFor) break
    const errors = plan.testSet(soFar)
    const error = errors?.at(-1)
    tested = {
      ...testMean(question, soFar, alpha, plan.cases, plan.beyondTestSet ? errors : undefined),
      ...(error !== undefined && { testSet: { error, included: plan.beyondTestSet } }),
      looks,
      claimAlpha: plan.alpha,
    }
    ;(looks[index] as Look).verdict = tested.decision
    if (tested.decision !== 'inconclusive') break
  }
  if (waitingFor && waitingFor.state !== 'open')
    return absent(waitingFor, waitingFor.state === 'lost')
  if (tested === undefined) return beforeTheFirstLook(seeds, levels, waitingFor)
  // The spec requires several seeds, so a single one decides nothing.
  if (plan.cutToOne && !isComputed(tested.samples)) tested.decision = 'inconclusive'
  if (waitingFor) tested.waitingFor = waitingFor
  else if (tested.decision === 'inconclusive' && tested.n > 1)
    tested = { ...tested, ...moreSeeds(tested) }
  return {
    verdict: tested.decision,
    sentence: meanSentence(tested),
    ...helpFor(tested),
    evidence: evidenceFor(tested),
    open: waitingFor !== undefined,
  }
}

/**
 * Tests a mean over the given seeds.
 * @param errors standard errors over test sets to include, one for each region
 */
export function testMean(
  question: Question,
  seeds: readonly SeedValues[],
  alpha: number,
  cases: number,
  errors?: readonly number[],
): Omit<Tested, 'looks' | 'claimAlpha'> {
  const samples = samplesOf(question, seeds).map((sample, index) =>
    overTestSets(sample, errors?.[index] ?? 0),
  )
  const tests = cases * samples.length
  const decision = decideAll(samples, question.regions, alpha, alpha / cases)
  const n = seeds.length
  return { question, samples, decision, n, alpha, failAlpha: alpha / tests, tests, seeds }
}

/**
 * The reason why the values cannot be tested: a logarithm needs positive numbers, and a mean needs finite ones.
 */
function unfit(question: Question, seeds: readonly SeedValues[]): Missing | undefined {
  if (question.scale === 'log ratio') {
    const one = seeds.find(({ sides }) => sides.some(({ low }) => low <= 0))
    const reason = `a ratio needs numbers above zero, and seed ${one?.seed} has one that is not`
    return one && { state: 'broken', reason }
  }
  const reached = seeds.every(({ sides }) => sides.every(({ high }) => Number.isFinite(high)))
  const samples = samplesOf(question, seeds)
  const finite = samples.every(
    ({ mean, standardDeviation }) => Number.isFinite(mean) && Number.isFinite(standardDeviation),
  )
  // An infinite time to a condition together with an overflow leaves no mean at all.
  const none = samples.some(({ mean }) => Number.isNaN(mean))
  if (finite || (!reached && !none)) return undefined
  return { state: 'broken', reason: 'the numbers are too large for a mean of them' }
}

function beforeTheFirstLook(
  seeds: readonly SeedValues[],
  [first, second]: readonly LookLevel[],
  missing: Missing | undefined,
): ProvisionalVerdict {
  if (missing === undefined) return absent({ state: 'broken', reason: 'there are no seeds' }, false)
  const known = seeds.filter(({ sides }) => sides.every((side) => side.missing === undefined))
  if (second === undefined || known.length === 0) return absent(missing, true)
  const sentence = `interrupted after ${known.length} of ${seeds.length} seeds, before the first look after ${first?.n}`
  return { verdict: 'inconclusive', sentence, help: missing.reason, open: true }
}

/** The number of seeds that would decide an inconclusive claim if estimates and deviations stay the same. */
function moreSeeds({ question, samples, n, alpha, failAlpha, testSet }: Tested): {
  seedsToDecide?: number
} {
  const { regions } = question
  const twoSided = isTwoSided(question)
  const each = samples.map((sample, index) => {
    const { mean } = sample
    const error = testSet?.included ? testSet.error : 0
    // More seeds do not change the error of the test set.
    const sdOf = (m: number) => Math.sqrt(Math.max(0, sample.spread ** 2 + (m - n) * error ** 2))
    const region = regions[index] as Region
    if (decideMean(sample, region, alpha) === 'pass') return n
    const holds = inside(region, mean)
    if (twoSided && holds) {
      const [margin, middle] = [(region.high - region.low) / 2, (region.low + region.high) / 2]
      const offset = Math.abs(mean - middle)
      return seedsForPower(
        (m) => powerOfEquivalence(m, margin / sdOf(m), offset / sdOf(m), alpha),
        n + 1,
      )
    }
    const distance = Math.min(Math.abs(mean - region.low), Math.abs(mean - region.high))
    const level = holds ? alpha : failAlpha
    return seedsForPower((m) => powerOfMean(m, distance / sdOf(m), level), n + 1)
  })
  if (each.includes(undefined)) return {}
  return { seedsToDecide: Math.max(...each.map((count) => count ?? 0)) }
}

function helpFor(tested: Tested): { help?: string } {
  if (tested.waitingFor) return { help: tested.waitingFor.reason }
  const { question, samples, decision, seedsToDecide } = tested
  const censored = tested.seeds.filter(({ sides }) => sides.some(({ unreached }) => unreached))
  if (decision === 'fail' && censored.length > 0) {
    return censored.every((seed) => endedTooEarly(question, seed)) ? { help: longer } : {}
  }
  if (decision !== 'inconclusive') return {}
  if (censored.length === tested.n) return { help: longer }
  if (tested.n === 1) return { help: 'one seed says nothing of a mean: run the seeds of the spec' }
  const { scale, unit } = question
  const deviation = samples.at(-1)?.spread ?? NaN
  const spread =
    scale === 'log ratio'
      ? `${formatValue(deviation, 'number')}, of the logarithm`
      : formatDifference(deviation, unit).replace('+', '')
  const onBound = samples.some(({ mean }, index) => {
    const { low, high } = question.regions[index] as Region
    return mean === low || mean === high
  })
  if (onBound) return { help: 'the estimate lies on the bound, which no number of seeds decides' }
  if (seedsToDecide === undefined && tested.testSet?.included) {
    return { help: 'more seeds alone would not decide it: it takes more test examples' }
  }
  const number =
    seedsToDecide === undefined
      ? `even ${mostSeeds} seeds have less than 80% power`
      : `${seedsToDecide} seeds give 80% power`
  return { help: `${number} at the current estimate and SD (${spread})` }
}

function evidenceFor(tested: Tested): Evidence {
  const { question, samples, seeds, n, alpha, failAlpha, tests, looks } = tested
  const { regions } = question
  const method =
    n === 1
      ? 'one seed'
      : isComputed(samples)
        ? 'exact'
        : question.scale === 'rise'
          ? 'ordered alternative'
          : isTwoSided(question)
            ? 'two one-sided t tests'
            : 'Student t'
  const last = samples.at(-1) as Sample
  const tail = looks.length > 1 ? tailAtLooks(looks, tested.claimAlpha) : undefined
  const pValues = samples.map((sample, index) => pValueOf(sample, regions[index] as Region, tail))
  const interval = intervalOf(last, alpha)
  const failing = intervalOf(last, failAlpha)
  return {
    ...evidenceOf(question, seeds, method),
    ...(last.spread > last.standardDeviation &&
      n > 1 &&
      !tested.testSet?.included && { spread: last.spread }),
    ...(interval && { interval }),
    ...(n > 1 &&
      !isComputed(samples) && {
        alpha: tested.claimAlpha,
        unseen: unseenShare(n, tested.claimAlpha),
      }),
    // All tests must reject, so the largest p-value is that of the claim.
    ...(pValues.every((p) => p !== undefined) &&
      !tested.waitingFor && { pValue: Math.max(...pValues) }),
    ...(tested.seedsToDecide !== undefined && { seedsToDecide: tested.seedsToDecide }),
    ...(tested.testSet && { testSet: tested.testSet }),
    ...(looks.length > 1 && { looks }),
    ...(question.scale === 'rise' && { steps: testedSteps(tested) }),
    ...(tests > 1 && {
      failing: {
        ...{ correction: 'Bonferroni' as const, tests, alpha: failAlpha },
        ...(failing && { interval: failing }),
      },
    }),
  }
}
