/** @file The values of seeds, and the samples of numbers to test. */

import type { Contrast } from '../claims/hypothesis.js'
import { type Region, settledAt } from '../claims/region.js'
import { type Sample, rootMeanSquare, summarize } from '../statistics/student.js'
import type { Missing, Possible } from './possible.js'
import { type Question, regionOf } from './question.js'
import { type RoundedRange, logarithm, minus, over } from './rounded-range.js'

/** The possible values of a question's sides in a seed. */
export interface SeedValues {
  seed: number
  sides: Possible[]
}

/** The reason why the seeds cannot be judged; a lost or broken run goes before an unfinished one. */
export function missingAmong(seeds: readonly SeedValues[]): Missing | undefined {
  const missing = seeds.flatMap(({ sides }) => sides.flatMap((side) => side.missing ?? []))
  return missing.find(({ state }) => state !== 'open') ?? missing[0]
}

/** The contrasts in a seed, one for each region of the question. */
function contrastsIn(
  { contrasts, scale }: Question,
  sides: readonly RoundedRange[],
): RoundedRange[] {
  return contrasts.map(({ of, minus: against }) => {
    const first = sides[of] as RoundedRange
    if (against === undefined) return first
    const second = sides[against] as RoundedRange
    return scale === 'log ratio' ? logarithm(over(first, second)) : minus(first, second)
  })
}

/** The tested numbers of a seed, one for each region of the question. */
export function testedRanges(question: Question, sides: readonly RoundedRange[]): RoundedRange[] {
  return contrastsIn(question, sides).map(({ low, high, error }, index) => {
    const region = question.regions[index] as Region
    return { low: settledAt(region, low, error), high: settledAt(region, high, error), error }
  })
}

/** The tested numbers of a seed; a range is replaced by its worst end. */
export function testedValues(question: Question, sides: readonly RoundedRange[]): number[] {
  return testedRanges(question, sides).map((range, index) =>
    worst(range, question.regions[index] as Region),
  )
}

/** The kind of bound that a tested number is if a condition was not reached: the worst end of its range is used. */
export function extentOf(
  question: Question,
  seeds: readonly SeedValues[],
  index = 0,
): '' | 'at least ' | 'at most ' {
  const open = seeds.some(({ sides }) => {
    const { low, high } = testedRanges(question, sides)[index] as RoundedRange
    return low < high
  })
  if (!open) return ''
  return (question.regions[index] as Region).high === Infinity ? 'at least ' : 'at most '
}

/**
 * The end of a range that is worst for the claim. A condition that was not reached may be met at any time after
 * the end of the run. If the region is bounded on both sides, an infinite end is outside it in either
 * direction.
 */
function worst({ low, high }: RoundedRange, region: Region): number {
  if (region.high === Infinity) return low
  if (region.low === -Infinity || low === high) return high
  if (!Number.isFinite(low) || !Number.isFinite(high)) return Infinity
  return high - region.high > region.low - low ? high : low
}

/** The numbers of both sides that give the tested value of the last contrast, in the order of the sides. */
export function settledSides(question: Question, sides: readonly RoundedRange[]): number[] {
  const region = regionOf(question)
  const { of, minus: against } = question.contrasts.at(-1) as Contrast
  const first = sides[of] as RoundedRange
  const [upward, downward] = [region.high === Infinity, region.low === -Infinity]
  const late = downward || (!upward && first.low < first.high)
  const value = late ? first.high : first.low
  if (against === undefined) return [value]
  const second = sides[against] as RoundedRange
  const other = late ? second.low : second.high
  return of < against ? [value, other] : [other, value]
}

/** The samples over the seeds, one for each region. */
export function samplesOf(question: Question, seeds: readonly SeedValues[]): Sample[] {
  const values = seeds.map(({ sides }) => testedValues(question, sides))
  const errors = seeds.map(({ sides }) => contrastsIn(question, sides).map(({ error }) => error))
  const hidden = seeds.map(({ sides }) => hiddenValues(question, sides))
  return question.regions.map((region, index) => {
    const of = (list: readonly number[][]) => list.map((each) => each[index] as number)
    return sampleOf(of(values), Math.max(...of(errors)), rootMeanSquare(of(hidden)), region)
  })
}

/** The deviation that the measurements of a seed hide, for each contrast and on its scale. */
function hiddenValues({ contrasts, scale }: Question, sides: readonly Possible[]): number[] {
  const hiddenOf = (side: number) => {
    const { hidden = 0, low } = sides[side] as Possible
    return scale === 'log ratio' ? Math.log1p(hidden / low) : hidden
  }
  return contrasts.map(({ of, minus: against }) =>
    Math.hypot(hiddenOf(of), against === undefined ? 0 : hiddenOf(against)),
  )
}

/**
 * Summarizes values. Values that only differ by rounding have no spread, and a mean at an end of the region up
 * to rounding is that end.
 */
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
