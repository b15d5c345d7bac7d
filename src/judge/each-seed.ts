/** @file Claims about each seed by itself: in every seed, in at least k of n, and equality. */

import { formatCount } from '../text/amounts.js'
import { type Region, inside } from './decide.js'
import { evidenceOf, successesOf } from './evidence.js'
import {
  type Judgement,
  type Measured,
  absent,
  missingAmong,
  settle,
  testedValues,
} from './measured.js'
import { type Possible, subtract } from './possible.js'
import { type Question, measures } from './question.js'
import type { Evidence } from './verdict.js'
import { measured, scaled } from './words.js'

export type Outcome = 'holds' | 'fails' | 'open'

/** Passes when the relation holds in at least `required` of the seeds; fails once it no longer can. */
export function judgeEachSeed(
  question: Question,
  seeds: readonly Measured[],
  required: number,
  alpha: number,
): Judgement {
  const n = seeds.length
  const outcomes = seeds.map(({ sides }) => outcomeOf(question, sides))
  const having = (outcome: Outcome) => seeds.filter((_, index) => outcomes[index] === outcome)
  const [holding, against] = [having('holds'), having('fails')]
  const failed = against.length > n - required
  const missing = missingAmong(seeds)
  if (missing && !failed) {
    // What is lost or broken never passes, whatever the others say; it can still fail.
    const toCome = seeds.some(({ sides }) => sides.some((side) => side.missing?.state === 'open'))
    if (missing.state !== 'open') return absent(missing, missing.state === 'lost' || toCome)
    if (holding.length < required) return absent(missing, true)
  }
  const judged = [...holding, ...against].sort((a, b) => seeds.indexOf(a) - seeds.indexOf(b))
  const evidence: Evidence = {
    ...evidenceOf(question, judged, methodOf(question, required, n)),
    successes: successesOf(holding.length, judged.length, required, alpha),
  }
  const sentence = failed
    ? failure(question, against, n, required)
    : success(question, holding, evidence, n, required)
  const help = failed && against.every((seed) => endedTooEarly(question, seed)) ? longer : undefined
  const verdict = failed ? 'fail' : 'pass'
  return { verdict, sentence, ...(help !== undefined && { help }), evidence, open: false }
}

function methodOf(question: Question, required: number, n: number): Evidence['method'] {
  const { relation, sides } = question
  if (!sides.some(measures)) return 'exact'
  if (relation.type === 'comparison' && relation.operator === '=') return 'exact'
  if (required < n) return 'at least k of n'
  return n === 1 ? 'one seed' : 'every seed'
}

/** A condition that was not reached and leaves it open counts against the claim. */
export function outcomeOf(question: Question, sides: readonly Possible[]): Outcome {
  const outcome = forAllThatIsPossible(question, sides)
  return outcome === 'open' && !sides.some(({ missing }) => missing) ? 'fails' : outcome
}

/** Whether a condition counts against the claim only for the end of the run: later it might have held. */
export function endedTooEarly(question: Question, { sides }: Measured): boolean {
  return (
    forAllThatIsPossible(question, sides) === 'open' && sides.some(({ unreached }) => unreached)
  )
}

export const longer = 'the run ended before this was settled: let the training last more epochs'

function forAllThatIsPossible({ relation }: Question, sides: readonly Possible[]): Outcome {
  const [left, right] = [sides[0] as Possible, sides.at(-1) as Possible]
  switch (relation.type) {
    case 'comparison':
      return within(differenceRange(left, right), comparisons[relation.operator])
    case 'equivalence': {
      const { margin } = relation
      const region = { low: -margin, high: margin, includesLow: true, includesHigh: true }
      return within(differenceRange(left, right), region)
    }
    case 'trend': {
      const rise = (from: Possible, to: Possible) =>
        relation.direction === 'increases' ? differenceRange(to, from) : differenceRange(from, to)
      const step = { ...comparisons['>='], low: -relation.tolerance }
      const each = [
        within(rise(left, right), comparisons['>']),
        ...sides.slice(1).map((to, index) => within(rise(sides[index] as Possible, to), step)),
      ]
      if (each.includes('fails')) return 'fails'
      return each.includes('open') ? 'open' : 'holds'
    }
  }
}

/** For which differences of left and right each holds. */
const comparisons: Record<'<' | '<=' | '>' | '>=' | '=', Region> = {
  '<': { low: -Infinity, high: 0, includesLow: true, includesHigh: false },
  '<=': { low: -Infinity, high: 0, includesLow: true, includesHigh: true },
  '>': { low: 0, high: Infinity, includesLow: false, includesHigh: true },
  '>=': { low: 0, high: Infinity, includesLow: true, includesHigh: true },
  '=': { low: 0, high: 0, includesLow: true, includesHigh: true },
}

function differenceRange(left: Possible, right: Possible): [number, number] {
  return [subtract(left.low, right.high), subtract(left.high, right.low)]
}

function within([low, high]: [number, number], region: Region): Outcome {
  if (inside(region, low) && inside(region, high)) return 'holds'
  const below = region.includesLow ? high < region.low : high <= region.low
  const above = region.includesHigh ? low > region.high : low >= region.high
  return below || above ? 'fails' : 'open'
}

function success(
  question: Question,
  holding: readonly Measured[],
  { method, successes }: Evidence,
  n: number,
  required: number,
): string {
  const { text, relation } = question
  if (method === 'exact') return `${text}, exactly${n === 1 ? '' : ` in ${holding.length} seeds`}`
  const range = nearest(question, holding)
  const all = n === 1 ? 'the one seed' : `all ${n} seeds`
  const seeds = holding.length < n ? `${holding.length} of ${n} seeds` : all
  const have = relation.type === 'trend' ? `in ${seeds}` : `${seeds} ${n === 1 ? 'has' : 'have'}`
  if (required < n) return `${have} ${text} (${range}; ${required} are enough)`
  const bound = `this bounds the success rate to >= ${(successes?.low ?? 0).toFixed(2)}`
  return `${have} ${text} (${range}; ${n === 1 ? 'n = 1' : bound})`
}

function failure(
  question: Question,
  against: readonly Measured[],
  n: number,
  required: number,
): string {
  const example = counterExample(question, against[0] as Measured)
  if (!question.sides.some(measures)) return `${example}, against ${question.text}`
  const number = n === 1 ? 'n = 1' : `${formatCount(against.length, 'seed')} of ${n} against it`
  const needed = required < n ? `, where ${required} must hold` : ''
  return `${example}, against ${question.text} (${number}${needed})`
}

function counterExample(question: Question, { seed, sides }: Measured): string {
  const unreached = sides.find((side) => side.unreached !== undefined)?.unreached
  if (unreached !== undefined) return unreached
  if (question.relation.type === 'trend') {
    const { from, to, change } = worstStep(question, sides)
    return `in seed ${seed} it changes by ${change} from ${from} to ${to}`
  }
  const value = question.valueOf(settle(question, sides))
  if (!question.sides.some(measures)) return `it is ${scaled(question, value)}`
  if (question.compared === undefined) return `seed ${seed} has ${scaled(question, value)}`
  return `in seed ${seed} ${measured(question, value, 1)}`
}

/** The step that goes most against the trend, or the whole rise where only that does. */
function worstStep(question: Question, sides: readonly Possible[]) {
  const { relation } = question
  const points = relation.type === 'trend' ? relation.points : []
  const sign = relation.type === 'trend' && relation.direction === 'decreases' ? -1 : 1
  const values = testedValues(question, sides)
  const steps = values.slice(0, -1)
  const least = Math.min(...values)
  const at = steps.indexOf(least)
  const [from, to] = at === -1 ? [points[0], points.at(-1)] : [points[at], points[at + 1]]
  const change = scaled(question, sign * least)
  return { from: from?.label ?? '', to: to?.label ?? '', change, least }
}

/** The value that is nearest to failing. */
function nearest(question: Question, seeds: readonly Measured[]): string {
  const { scale, region, relation } = question
  if (relation.type === 'trend') {
    const least = Math.min(...seeds.map(({ sides }) => worstStep(question, sides).least))
    return `smallest step ${scaled(question, least)} in its direction`
  }
  const values = seeds.map(({ sides }) => question.valueOf(settle(question, sides)))
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const noun = scale === 'value' ? '' : scale === 'log ratio' ? ' ratio' : ' difference'
  if (region.high === Infinity)
    return `${noun ? 'smallest' : 'lowest'}${noun} ${scaled(question, low)}`
  if (region.low === -Infinity)
    return `${noun ? 'largest' : 'highest'}${noun} ${scaled(question, high)}`
  const middle = (region.low + region.high) / 2
  return `farthest ${scaled(question, high - middle > middle - low ? high : low)}`
}
