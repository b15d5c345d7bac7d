/** @file The sentence of a verdict on a mean. */

import { measurementsIn } from '../claims/expression.js'
import { unseenShare } from '../statistics/binomial.js'
import { type Sample, halfWidth } from '../statistics/student.js'
import { testSetWidth } from '../statistics/test-set.js'
import { formatCount } from '../text/amounts.js'
import type { Region } from '../claims/region.js'
import { formatDifference, formatValue } from './format.js'
import { confidence, measured, opposite, rangeText, scaled, textOf, threshold } from './phrases.js'
import { type Question, directionOf, isTwoSided, pointsOf, regionOf } from './question.js'
import { extentOf } from './seed-values.js'
import { decidingTest } from './steps.js'
import { type Tested, isComputed } from './tested.js'

export function meanSentence(tested: Tested): string {
  const { question } = tested
  const sentence = question.scale === 'rise' ? trendSentence(tested) : comparisonSentence(tested)
  const clauses = [
    ...[unreachedClause, looksClause, skewClause, tailClause, spreadClause],
    ...[testSetClause, unseenClause],
  ]
  return `${sentence}${clauses.map((clause) => clause(tested)).join('')}`
}

function comparisonSentence(tested: Tested): string {
  const { question, samples, decision, n, alpha, failAlpha, seeds } = tested
  const { text } = question
  const region = regionOf(question)
  const [sample] = samples
  if (sample === undefined) return text
  const unreached = seeds.flatMap(
    ({ sides }) => sides.find((side) => side.unreached !== undefined)?.unreached ?? [],
  )
  if (!Number.isFinite(sample.mean)) {
    return `${unreached[0]}, so ${text} fails (${unreached.length} of ${n} seeds)`
  }
  const mean = measured(question, sample.mean, n, extentOf(question, seeds))
  const so = conclusion(decision, text)
  if (n === 1) return `${mean} in one seed, a point comparison (n = 1), ${so}`
  if (sample.spread === 0) return `${mean}, the same in all ${n} seeds, ${so}`

  const half = halfWidth(sample, alpha)
  const [low, high] = [sample.mean - half, sample.mean + half]
  const both = `${scaled(question, low)} to ${scaled(question, high)}`
  if (decision === 'inconclusive') {
    const edge = isTwoSided(question) ? rangeText(question) : threshold(question)
    return `${mean}, ${confidence(2 * alpha)} interval ${both} about ${edge}; ${undecided(tested)}`
  }
  if (isTwoSided(question)) {
    const place = decision === 'pass' ? 'lies within' : 'lies outside'
    const level = decision === 'pass' ? alpha : failAlpha
    const width = halfWidth(sample, level)
    const ends = `${scaled(question, sample.mean - width)} to ${scaled(question, sample.mean + width)}`
    return `${mean}; the ${confidence(2 * level)} interval ${ends} ${place} ${rangeText(question)}${correction(tested)}`
  }
  const upward = region.high === Infinity
  if (decision === 'pass') {
    const bound = scaled(question, upward ? low : high)
    return `${mean}; the ${confidence(alpha)} bound ${bound} is ${upward ? 'above' : 'below'} ${threshold(question)}`
  }
  const width = halfWidth(sample, failAlpha)
  const bound = scaled(question, upward ? sample.mean + width : sample.mean - width)
  return `${mean}; even the ${confidence(failAlpha)} bound ${bound} is ${upward ? 'below' : 'above'} ${threshold(question)}${correction(tested)}`
}

/** The conclusion from the numbers before it in the sentence. */
function conclusion(decision: Tested['decision'], text: string): string {
  if (decision === 'inconclusive') return `which leaves open whether ${text}`
  return `so ${text}${decision === 'fail' ? ' fails' : ''}`
}

/** The sentence of a trend, about the test whose bound is furthest on the wrong side. */
function trendSentence(tested: Tested): string {
  const { question, samples, decision, n, alpha, failAlpha, seeds: judged } = tested
  const { text, unit, regions } = question
  const total = samples.at(-1)
  if (total === undefined) return text
  const level = decision === 'fail' ? failAlpha : alpha
  const width = (sample: Sample) => (n === 1 || sample.spread === 0 ? 0 : halfWidth(sample, level))
  const index = decidingTest(tested)
  const [sample, region] = [samples[index] as Sample, regions[index] as Region]
  const whole = index === samples.length - 1
  const [from, to] = pointsOf(question, index)
  const name = whole ? 'the whole' : `the step from ${from} to ${to}`
  const bound = sample.mean + (decision === 'fail' ? 1 : -1) * width(sample)
  if (!Number.isFinite(sample.mean)) {
    return `${name} has runs that did not reach the condition, so ${text} fails`
  }
  // Tests count in the direction of the claim, but the sentence in the direction in which the quantity moves.
  const sign = directionOf(question)
  const move = (value: number) => formatDifference(sign * value, unit, [sign * region.low])
  const limit = region.low === 0 ? 'zero' : `the allowed ${move(region.low)}`
  const [beyond, short] = sign === 1 ? ['above', 'below'] : ['below', 'above']
  const up = sign * total.mean >= 0
  const size = formatValue(Math.abs(total.mean), unit)
  // Both extents count in the direction of the claim.
  const extent = extentOf(question, judged, samples.length - 1)
  const stepExtent = extentOf(question, judged, index)
  const by = total.mean >= 0 ? extent : opposite[extent]
  const [first, last] = pointsOf(question, samples.length - 1)
  const ends = `from ${first} to ${last}`
  const all = Number.isFinite(total.mean)
    ? `${nameOf(question)} ${up ? 'rises' : 'falls'} by ${by}${size} ${ends}`
    : nameOf(question)
  const step = whole
    ? all
    : `${all}, ${name} by ${sign === 1 ? stepExtent : opposite[stepExtent]}${move(sample.mean)}`
  if (width(sample) === 0) {
    const seeds = n === 1 ? 'a point comparison (n = 1)' : `the same in all ${n} seeds`
    const so = conclusion(decision, text)
    return `${step}, ${seeds}, ${so}`
  }
  switch (decision) {
    case 'pass': {
      const least = whole ? beyond : sign === 1 ? 'at least' : 'at most'
      const subject = whole ? name : 'every step'
      return `${all}; the ${confidence(level)} bound of ${subject} is ${least} ${limit} (${move(bound)} for ${name})`
    }
    case 'fail':
      return `${step}; even its ${confidence(level)} bound ${move(bound)} is ${short} ${limit}${correction(tested)}`
    case 'inconclusive': {
      const range = `${move(sample.mean - width(sample))} to ${move(sample.mean + width(sample))}`
      return `${step}, ${confidence(2 * level)} interval ${range} about ${limit}; ${undecided(tested)}`
    }
  }
}

/** The measured quantity, without the point of the sweep. */
function nameOf({ sides: [first] }: Question): string {
  return first ? textOf(first).replace(/ at .*$/, '') : ''
}

function undecided({ n, seeds, seedsToDecide, waitingFor, looks }: Tested): string {
  if (waitingFor) {
    const next = looks.find(({ verdict }) => verdict === undefined)
    return `interrupted before the look after ${next?.n} seeds`
  }
  if (seeds.every(({ sides }) => sides.some(({ unreached }) => unreached))) {
    return `${formatCount(n, 'seed')} of this length ${n === 1 ? 'does' : 'do'} not decide`
  }
  const more = seedsToDecide === undefined ? 'more hardly would' : `about ${seedsToDecide} would`
  return `${formatCount(n, 'seed')} ${n === 1 ? 'does' : 'do'} not decide; ${more}`
}

/** The correction that keeps a claim of many parts from failing by chance. */
function correction({ decision, tests, n }: Tested): string {
  return decision === 'fail' && tests > 1 && n > 1 ? ` (Bonferroni, ${tests} tests)` : ''
}

/** Conditions that were not reached, if the mean is still finite: their times were taken at the end of the run. */
function unreachedClause({ seeds, samples, n }: Tested): string {
  if (!samples.every(({ mean }) => Number.isFinite(mean))) return ''
  const count = seeds.filter(({ sides }) => sides.some(({ unreached }) => unreached)).length
  return count === 0
    ? ''
    : `; a condition not reached in ${count} of ${n} seeds counts as just longer than its run`
}

function looksClause({ looks, n, decision }: Tested): string {
  if (looks.length < 2 || decision === 'inconclusive') return ''
  const last = looks.at(-1)?.n ?? n
  const early = n < last ? ', which biases the estimate towards the verdict' : ''
  return `; decided at the look after ${n} of ${last} seeds${early}`
}

/** A level within this many standard deviations of 0% or 100% cannot vary symmetrically. */
const reach = 3

/**
 * Warns about skewed noise: a few seeds rarely show a long tail, so their mean looks better than the true one.
 */
function skewClause({ question, samples, decision, n }: Tested): string {
  const { scale, unit } = question
  const region = regionOf(question)
  const [sample] = samples
  if (decision !== 'pass' || scale !== 'value' || unit !== 'level' || n < 2 || !sample) return ''
  const { mean, spread: sd } = sample
  const below = region.low > -Infinity && mean + reach * sd > 1
  const above = region.high < Infinity && mean - reach * sd < 0
  if (!below && !above) return ''
  return `; so near ${below ? '100%' : '0%'} noise is skewed, and a t bound passes falsely more often than its level says`
}

/** Warns about long tails of a time to a condition, which a few seeds do not show. */
function tailClause({ question, decision, samples, n }: Tested): string {
  const waits = question.sides.flatMap(measurementsIn).some(({ condition }) => condition)
  if (decision !== 'pass' || n < 2 || !waits || isComputed(samples)) return ''
  return '; if such times have a long tail, a t bound passes falsely more often than its level says'
}

/** The spread that the test assumed if the seeds show less than the measurement hides. */
function spreadClause({ question, samples, n, testSet }: Tested): string {
  const speaking = samples.at(-1)
  if (n === 1 || !speaking || testSet?.included) return ''
  if (!(speaking.spread > speaking.standardDeviation)) return ''
  const spread = sizeText(question, speaking.spread)
  return `; the spread is taken as ${spread}, the least for such a measurement`
}

/**
 * The sampling error of the test set, with the width of half an interval: the variation of the same networks
 * over test sets.
 */
function testSetClause({ question, testSet, alpha }: Tested): string {
  if (testSet === undefined) return ''
  const { error, included } = testSet
  const width = sizeText(question, testSetWidth(error, alpha))
  const size = question.scale === 'log ratio' ? width : `±${width}`
  return included
    ? `; with the test set's own sampling error of ${size}`
    : `; the test set's own sampling error: ${size}`
}

function sizeText({ scale, unit }: Question, size: number): string {
  return scale === 'log ratio'
    ? `a factor of ${formatValue(Math.exp(size), 'number')}`
    : formatDifference(size, unit).replace('+', '')
}

/** The share of seeds that may behave differently without any tested seed showing it. */
function unseenClause({ decision, samples, n, claimAlpha }: Tested): string {
  if (decision !== 'pass' || n === 1 || isComputed(samples)) return ''
  return `; up to ${Math.round(100 * unseenShare(n, claimAlpha))}% of seeds could differ in kind: n = ${n}`
}
