/** @file Verdicts on single seeds: in every seed, in at least k of n, in a share of all, and equality. */

import { type Quantifier, quantifierText } from '../claims/expectation.js'
import { countsForShare, seedsForShare, tailOfSuccesses } from '../statistics/binomial.js'
import { formatCount } from '../text/amounts.js'
import { measures } from '../claims/expression.js'
import { type Truth, type Region, truthWithin } from '../claims/region.js'
import { evidenceOf, successesOf } from './evidence.js'
import { formatDifference } from './format.js'
import { type ProvisionalVerdict, absent } from './provisional-verdict.js'
import { confidence, measured, scaled } from './phrases.js'
import type { Possible } from './possible.js'
import { type Question, directionOf, pointsOf, regionOf } from './question.js'
import {
  type SeedValues,
  extentOf,
  missingAmong,
  testedRanges,
  testedValues,
} from './seed-values.js'
import { stepsOfSeeds } from './steps.js'
import type { Evidence, Successes } from './verdict.js'

/** The numbers of seeds that decide a claim. */
interface Needed {
  /** The fewest seeds with the relation for a pass; more than there are if no number suffices. */
  enough: number
  /** The most seeds with the relation for a fail. */
  refuted: number
  /** The level of the bounds of the success rate. */
  alpha: number
}

/** Passes if the relation holds in enough seeds, and fails once it no longer can. */
export function judgeEachSeed(
  question: Question,
  seeds: readonly SeedValues[],
  quantifier: Quantifier,
  alpha: number,
  testSet: (seeds: readonly SeedValues[]) => number[] | undefined,
): ProvisionalVerdict {
  const n = seeds.length
  const needed = neededOf(quantifier, n, alpha)
  if (quantifier.type === 'at least' && (needed.enough < 1 || needed.enough > n)) {
    const reason = `nothing can be said in at least ${needed.enough} of ${n} seeds`
    return absent({ state: 'broken', reason }, false)
  }
  const outcomes = seeds.map(({ sides }) => outcomeOf(question, sides))
  const having = (outcome: Truth) => seeds.filter((_, index) => outcomes[index] === outcome)
  const [holding, against] = [having('holds'), having('fails')]
  const failed = n - against.length <= needed.refuted
  const passed = !failed && holding.length >= needed.enough
  const missing = missingAmong(seeds)
  if (missing && !failed) {
    // A claim never passes with a lost or broken run, whatever the others give; it can still fail.
    const toCome = seeds.some(({ sides }) => sides.some((side) => side.missing?.state === 'open'))
    if (missing.state !== 'open') return absent(missing, missing.state === 'lost' || toCome)
    if (!passed) return absent(missing, true)
  }
  const judged = [...holding, ...against].sort((a, b) => seeds.indexOf(a) - seeds.indexOf(b))
  // Seeds that an early stop spared count as unknown in the bounds of a share of all seeds.
  const open = quantifier.type === 'share of seeds' ? n - judged.length : 0
  const successes = successesOf(holding.length, judged.length, open, needed)
  const error = testSet(judged)?.at(-1)
  const evidence: Evidence = {
    ...evidenceOf(question, judged, methodOf(question, quantifier, n)),
    successes,
    ...(question.scale === 'rise' && { steps: stepsOfSeeds(question, judged) }),
    ...(quantifier.type === 'share of seeds' && {
      alpha: needed.alpha,
      pValue: tailOfSuccesses(holding.length, judged.length + open, quantifier.share),
    }),
    ...(error !== undefined && { testSet: { error, included: false } }),
  }
  const common = { evidence, open: false }
  if (passed) {
    const sentence = success(question, holding, evidence, quantifier, n, needed.alpha)
    return { verdict: 'pass', sentence, ...common }
  }
  if (failed) {
    const sentence = failure(question, against, evidence, quantifier, n, needed.alpha)
    const help = against.every((seed) => endedTooEarly(question, seed)) ? { help: longer } : {}
    return { verdict: 'fail', sentence, ...help, ...common }
  }
  const { sentence, help } = undecided(question, successes, quantifier, n)
  return { verdict: 'inconclusive', sentence, help, ...common }
}

function neededOf(quantifier: Quantifier, n: number, alpha: number): Needed {
  if (quantifier.type === 'share of seeds') {
    const level = errorOf(quantifier)
    return { ...countsForShare(n, quantifier.share, level), alpha: level }
  }
  const enough = quantifier.type === 'at least' ? quantifier.count : n
  return { enough, refuted: enough - 1, alpha }
}

type Share = Extract<Quantifier, { type: 'share of seeds' }>

function errorOf({ confidence }: Share): number {
  return Number((1 - confidence).toPrecision(12))
}

function methodOf(question: Question, quantifier: Quantifier, n: number): Evidence['method'] {
  if (question.exact) return 'exact'
  if (quantifier.type === 'share of seeds') return 'share of seeds'
  if (quantifier.type === 'at least' && quantifier.count < n) return 'at least k of n'
  return n === 1 ? 'one seed' : 'every seed'
}

/**
 * The outcome in a seed. A condition that was not reached and leaves the outcome open counts against the claim.
 */
export function outcomeOf(question: Question, sides: readonly Possible[]): Truth {
  const outcome = forAllThatIsPossible(question, sides)
  return outcome === 'open' && !sides.some(({ missing }) => missing) ? 'fails' : outcome
}

/** True if a condition counts against the claim only because the run ended: a longer run might have met it. */
export function endedTooEarly(question: Question, { sides }: SeedValues): boolean {
  return (
    forAllThatIsPossible(question, sides) === 'open' && sides.some(({ unreached }) => unreached)
  )
}

export const longer = 'the run ended before this was settled: let the training last more epochs'

function forAllThatIsPossible(question: Question, sides: readonly Possible[]): Truth {
  const each = testedRanges(question, sides).map((range, index) =>
    truthWithin(question.regions[index] as Region, range),
  )
  if (each.includes('fails')) return 'fails'
  return each.includes('open') ? 'open' : 'holds'
}

function success(
  question: Question,
  holding: readonly SeedValues[],
  { method, successes }: Evidence,
  quantifier: Quantifier,
  n: number,
  alpha: number,
): string {
  const { text, clause } = question
  if (method === 'exact') return `${text}, exactly${n === 1 ? '' : ` in ${holding.length} seeds`}`
  const range = nearest(question, holding)
  const all = n === 1 ? 'the one seed' : `all ${n} seeds`
  const seeds = holding.length < n ? `${holding.length} of ${n} seeds` : all
  const have = clause ? `in ${seeds}` : `${seeds} ${n === 1 ? 'has' : 'have'}`
  if (method === 'at least k of n' && quantifier.type === 'at least') {
    return `${have} ${text} (${range}; ${quantifier.count} are enough)`
  }
  const bound = `${confidence(alpha)} lower bound on the success rate: ${(successes?.low ?? 0).toFixed(2)}`
  return `${have} ${text} (${range}; ${n === 1 ? 'n = 1' : bound})`
}

function failure(
  question: Question,
  against: readonly SeedValues[],
  { successes }: Evidence,
  quantifier: Quantifier,
  n: number,
  alpha: number,
): string {
  const [first] = against as [SeedValues]
  if (!question.sides.some(measures)) return arithmeticFailure(question, first)
  const number = n === 1 ? 'n = 1' : `${against.length} of ${n} seeds`
  const needed =
    quantifier.type === 'share of seeds'
      ? `; ${confidence(alpha)} upper bound on the success rate: ${(successes?.high ?? 1).toFixed(2)}`
      : quantifier.type === 'at least' && quantifier.count < n
        ? `; it must hold in ${quantifier.count}`
        : ''
  return `${counterExample(question, first)}, so ${question.text} fails (${number}${needed})`
}

/** The sentence for failed arithmetic on numbers of the spec: `99.61% is not within 1pp of 90.60%`. */
function arithmeticFailure(question: Question, { sides }: SeedValues): string {
  const value = scaled(question, testedValues(question, sides)[0] as number)
  const { low, high } = regionOf(question)
  if (question.scale !== 'value' || !Number.isFinite(low) || !Number.isFinite(high)) {
    return `it is ${value}, so ${question.text} is false`
  }
  const margin = formatDifference((high - low) / 2, question.unit).replace('+', '')
  return `${value} is not within ${margin} of ${scaled(question, (low + high) / 2)}`
}

/** The sentence for an undecided share of all seeds; the other quantifiers are always decided. */
function undecided(
  { text, clause }: Question,
  { count, low, high }: Successes,
  quantifier: Quantifier,
  n: number,
): { sentence: string; help: string } {
  const seeds = `${count} of ${formatCount(n, 'seed')}`
  const have = clause ? `in ${seeds}` : `${seeds} ${n === 1 ? 'has' : 'have'}`
  const rate = `the success rate lies between ${low.toFixed(2)} and ${high.toFixed(2)}`
  const sentence = `${have} ${text}; ${rate}, which leaves it open ${quantifierText(quantifier, n)}`
  const enough =
    quantifier.type === 'share of seeds' && count === n
      ? seedsForShare(quantifier.share, errorOf(quantifier))
      : undefined
  const help =
    enough === undefined
      ? 'more seeds bound the success rate more closely'
      : `${enough} seeds would show it if it holds in all of them`
  return { sentence, help }
}

function counterExample(question: Question, { seed, sides }: SeedValues): string {
  const unreached = sides.find((side) => side.unreached !== undefined)?.unreached
  if (unreached !== undefined) return unreached
  if (question.scale === 'rise') {
    const { from, to, change } = worstStep(question, sides)
    return `in seed ${seed} it changes by ${change} from ${from} to ${to}`
  }
  const value = testedValues(question, sides)[0] as number
  if (question.scale === 'value') return `seed ${seed} has ${scaled(question, value)}`
  return `in seed ${seed} ${measured(question, value, 1)}`
}

/** The step that goes furthest against the trend, or the whole rise if that goes further. */
function worstStep(question: Question, sides: readonly Possible[]) {
  const values = testedValues(question, sides)
  const least = Math.min(...values)
  const index = values.indexOf(least)
  const [from, to] = pointsOf(question, index)
  return { from, to, change: scaled(question, directionOf(question) * least), least, index }
}

/** The value that is closest to failing. */
function nearest(question: Question, seeds: readonly SeedValues[]): string {
  const { scale } = question
  const region = regionOf(question)
  if (scale === 'rise') {
    const steps = seeds.map((seed) => ({ seed, ...worstStep(question, seed.sides) }))
    const worst = steps.reduce((one, other) => (other.least < one.least ? other : one))
    const extent = extentOf(question, [worst.seed], worst.index)
    return `smallest step ${extent}${scaled(question, worst.least, extent)} in its direction`
  }
  const values = seeds.map((seed) => ({
    value: testedValues(question, seed.sides)[0] as number,
    extent: extentOf(question, [seed]),
  }))
  const sorted = values.sort((a, b) => a.value - b.value)
  const [low, high] = [sorted[0], sorted.at(-1)] as [(typeof values)[0], (typeof values)[0]]
  const noun = scale === 'value' ? '' : scale === 'log ratio' ? ' ratio' : ' difference'
  const say = ({ value, extent }: typeof low) => `${extent}${scaled(question, value, extent)}`
  if (region.high === Infinity) return `${noun ? 'smallest' : 'lowest'}${noun} ${say(low)}`
  if (region.low === -Infinity) return `${noun ? 'largest' : 'highest'}${noun} ${say(high)}`
  const middle = (region.low + region.high) / 2
  return `farthest ${scaled(question, (high.value - middle > middle - low.value ? high : low).value)}`
}
