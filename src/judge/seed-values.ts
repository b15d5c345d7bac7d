/** @file What the seeds gave, as the numbers that are tested. */

import { type Region, settledAt } from '../claims/region.js'
import { type Sample, rootMeanSquare, summarize } from '../statistics/student.js'
import type { Missing, Possible } from './possible.js'
import type { Question } from './question.js'
import type { Range } from './range.js'

/** What the sides of a question can be in a seed. */
export interface SeedValues {
  seed: number
  sides: Possible[]
}

/** What keeps the seeds from being judged; of what will never come rather than what is still to come. */
export function missingAmong(seeds: readonly SeedValues[]): Missing | undefined {
  const missing = seeds.flatMap(({ sides }) => sides.flatMap((side) => side.missing ?? []))
  return missing.find(({ state }) => state !== 'open') ?? missing[0]
}

/** What is tested in a seed, one for each region of the question. */
export function testedRanges(question: Question, sides: readonly Range[]): Range[] {
  return question.tested(sides).map(({ low, high, error }, index) => {
    const region = question.regions[index] as Region
    return { low: settledAt(region, low, error), high: settledAt(region, high, error), error }
  })
}

/** The same as numbers. */
export function testedValues(question: Question, sides: readonly Range[]): number[] {
  return testedRanges(question, sides).map((range, index) =>
    worst(range, question.regions[index] as Region),
  )
}

/**
 * A condition that was not reached can have taken any time after the end of the run; it is taken at
 * the end of that range that is worst for the claim. What is infinitely far from a region that is
 * bounded on both sides is so in either direction.
 */
function worst({ low, high }: Range, region: Region): number {
  if (region.high === Infinity) return low
  if (region.low === -Infinity || low === high) return high
  if (!Number.isFinite(low) || !Number.isFinite(high)) return Infinity
  return high - region.high > region.low - low ? high : low
}

/** Numbers for what is compared that lead to the values that are tested. */
export function settledSides({ relation, regions }: Question, sides: readonly Range[]): number[] {
  if (relation.type === 'trend') {
    return sides.map(({ low, high }, index) => {
      const late = relation.direction === 'increases' ? index === 0 : index > 0
      return late ? high : low
    })
  }
  const region = regions[0] as Region
  const [first, second] = sides as [Range, Range?]
  const upward = region.high === Infinity
  const downward = region.low === -Infinity
  const late = downward || (!upward && first.low < first.high)
  const left = late ? first.high : first.low
  if (second === undefined) return [left]
  return [left, late ? second.low : second.high]
}

/** Of the values of each region over the seeds. */
export function samplesOf(question: Question, seeds: readonly SeedValues[]): Sample[] {
  const values = seeds.map(({ sides }) => testedValues(question, sides))
  const errors = seeds.map(({ sides }) => question.tested(sides).map(({ error }) => error))
  const hidden = seeds.map(({ sides }) => hiddenValues(question, sides))
  return question.regions.map((region, index) => {
    const of = (list: readonly number[][]) => list.map((each) => each[index] as number)
    return sampleOf(of(values), Math.max(...of(errors)), rootMeanSquare(of(hidden)), region)
  })
}

/** What the measurements of a seed hide of each tested value, on the question's scale. */
function hiddenValues(question: Question, sides: readonly Possible[]): number[] {
  const { relation, scale } = question
  const between = (from: Possible, to: Possible) => Math.hypot(from.hidden ?? 0, to.hidden ?? 0)
  if (relation.type === 'trend') {
    const steps = sides.slice(1).map((to, index) => between(sides[index] as Possible, to))
    return [...steps, between(sides[0] as Possible, sides.at(-1) as Possible)]
  }
  const of = ({ hidden = 0, low }: Possible) =>
    scale === 'log ratio' ? Math.log1p(hidden / low) : hidden
  return [Math.hypot(...sides.map(of))]
}

/** Values that are the same but for rounding have no spread, and a mean that is an end of the region is that end. */
function sampleOf(
  values: readonly number[],
  error: number,
  hidden: number,
  region: Region,
): Sample {
  const [first = NaN] = values
  const alike = values.every((value) => Math.abs(value - first) <= error)
  const sample = summarize(alike ? values.map(() => first) : values, hidden)
  return { ...sample, mean: settledAt(region, sample.mean, error) }
}
