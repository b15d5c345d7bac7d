/** @file The numbers that a verdict rests on, as plain JSON. */

import { successBounds } from '../statistics/binomial.js'
import { type Sample, interval } from '../statistics/student.js'
import type { Region } from '../claims/region.js'
import { type Question, regionOf } from './question.js'
import { type SeedValues, samplesOf, settledSides, testedValues } from './seed-values.js'
import {
  type Evidence,
  type Extended,
  type Interval,
  type Range,
  type Successes,
  toExtended,
} from './verdict.js'

/** What every method has. */
export function evidenceOf(
  question: Question,
  seeds: readonly SeedValues[],
  method: Evidence['method'],
): Evidence {
  const { scale, unit } = question
  const region = regionOf(question)
  const perSeed = seeds.map(({ seed, sides }) => {
    const numbers = settledSides(question, sides)
    return {
      seed,
      left: toExtended(numbers[0] as number),
      right: toExtended(numbers[1] ?? middleOf(region)),
      value: toExtended(testedValues(question, sides).at(-1) as number),
      ...(sides.some(({ low, high }) => low < high) && { censored: true as const }),
    }
  })
  const sample = samplesOf(question, seeds).at(-1) as Sample
  return {
    method,
    n: seeds.length,
    perSeed,
    scale,
    unit,
    estimate: toExtended(sample.mean),
    ...(sample.n > 1 && {
      standardDeviation: Number.isFinite(sample.mean)
        ? toExtended(sample.standardDeviation)
        : 'Infinity',
    }),
    acceptance: rangeOf(region),
  }
}

/**
 * @param judged how many seeds were judged before the claim was decided
 * @param open how many others are counted at their worst: as failures below, as successes above
 */
export function successesOf(
  count: number,
  judged: number,
  open: number,
  { enough, alpha }: { enough: number; alpha: number },
): Successes {
  const n = judged + open
  const [low] = successBounds(count, n, alpha)
  const [, high] = successBounds(count + open, n, alpha)
  return { count, required: enough, low, high }
}

/** None for one value, and none that is finite for an infinite mean. */
export function intervalOf(sample: Sample, alpha: number): Interval | undefined {
  if (sample.n < 2 || !Number.isFinite(sample.mean)) return undefined
  const [low, high] = interval(sample, alpha)
  const level = Number((1 - 2 * alpha).toPrecision(12))
  return { low: toExtended(low), high: toExtended(high), level }
}

/** What a single value is compared with. */
function middleOf({ low, high }: Region): number {
  if (low === -Infinity) return high
  return high === Infinity ? low : Number(((low + high) / 2).toPrecision(12))
}

function rangeOf({ low, high, includesLow, includesHigh }: Region): Range {
  const [from, to]: Extended[] = [toExtended(low), toExtended(high)]
  return { low: from as Extended, high: to as Extended, includesLow, includesHigh }
}
