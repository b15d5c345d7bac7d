/** @file What the seeds gave, and what there is to say where they gave nothing. */

import type { Possible } from './possible.js'
import { subtract } from './possible.js'
import type { Missing } from './possible.js'
import type { Question } from './question.js'
import type { Verdict } from './verdict.js'

/** What the sides of a question can be in a seed. */
export interface Measured {
  seed: number
  sides: Possible[]
}

export interface Judgement extends Verdict {
  /** Runs that are still to come can change it. */
  open: boolean
}

/** What keeps the seeds from being judged; of what will never come rather than what is still to come. */
export function missingAmong(seeds: readonly Measured[]): Missing | undefined {
  const missing = seeds.flatMap(({ sides }) => sides.flatMap((side) => side.missing ?? []))
  return missing.find(({ state }) => state !== 'open') ?? missing[0]
}

/** @param open whether runs that are still to come can change that */
export function absent({ reason }: Missing, open: boolean): Judgement {
  return { verdict: 'error', sentence: `no data: ${reason}`, open }
}

/**
 * One number for each side. A condition that was not reached can have taken any time after the end
 * of the run; it is taken at the end of that range that is worst for the claim.
 */
export function settle({ relation }: Question, sides: readonly Possible[]): number[] {
  const [left, right] = sides as [Possible, Possible]
  switch (relation.type) {
    case 'trend':
      return sides.map(({ low, high }, index) => {
        const late = relation.direction === 'increases' ? index === 0 : index > 0
        return late ? high : low
      })
    case 'equivalence':
      return left.low < left.high ? [left.high, right.low] : [left.low, right.high]
    case 'comparison':
      return relation.operator.startsWith('<') ? [left.high, right.low] : [left.low, right.high]
  }
}

/** What is tested: the value on the question's scale; of a trend each step, then the whole rise. */
export function testedValues(question: Question, sides: readonly Possible[]): number[] {
  const { relation } = question
  if (relation.type !== 'trend') return [question.valueOf(settle(question, sides))]
  const rise = (from: Possible, to: Possible) =>
    relation.direction === 'increases' ? subtract(to.low, from.high) : subtract(from.low, to.high)
  const steps = sides.slice(1).map((to, index) => rise(sides[index] as Possible, to))
  return [...steps, rise(sides[0] as Possible, sides.at(-1) as Possible)]
}

/** What the measurements of a seed hide of each tested value, on the question's scale. */
export function hiddenValues(question: Question, sides: readonly Possible[]): number[] {
  const { relation, scale } = question
  const between = (from: Possible, to: Possible) => Math.hypot(from.hidden ?? 0, to.hidden ?? 0)
  if (relation.type === 'trend') {
    const steps = sides.slice(1).map((to, index) => between(sides[index] as Possible, to))
    return [...steps, between(sides[0] as Possible, sides.at(-1) as Possible)]
  }
  const [left, right] = sides as [Possible, Possible]
  if (scale !== 'log ratio') return [between(left, right)]
  const relative = ({ hidden = 0, low }: Possible) => Math.log1p(hidden / low)
  return [Math.hypot(relative(left), relative(right))]
}
