/** @file The evidence of a verdict as plain JSON. */

import { successBounds } from '../statistics/binomial.js'
import { type Sample, interval } from '../statistics/student.js'
import type { Region } from '../claims/region.js'
import { type Question, regionOf } from './question.js'
import type { RoundedRange } from './rounded-range.js'
import {
  type SeedValues,
  samplesOf,
  settledSides,
  testedRanges,
  testedValues,
} from './seed-values.js'
import {
  type Bounds,
  type Evidence,
  type Extended,
  type Interval,
  type AcceptedRange,
  type Successes,
  toExtended,
} from './verdict.js'

/** The part of the evidence that all methods have in common. */
export function evidenceOf(
  question: Question,
  seeds: readonly SeedValues[],
  method: Evidence['method'],
): Evidence {
  const { scale, unit } = question
  const region = regionOf(question)
  const perSeed = seeds.map(({ seed, sides }) => {
    const numbers = settledSides(question, sides)
    const right = numbers[1] ?? middleOf(region)
    const values = testedValues(question, sides)
    return {
      seed,
      left: toExtended(numbers[0] as number),
      right: toExtended(right),
      value: toExtended(values.at(-1) as number),
      ...(values.length > 1 && { steps: values.slice(0, -1).map(toExtended) }),
      ...(sides.some(isOpen) && {
        censored: true as const,
        bounds: {
          left: boundsOf(sides[0] as RoundedRange),
          right: boundsOf(
            sides.length > 1 ? (sides.at(-1) as RoundedRange) : { low: right, high: right },
          ),
          value: boundsOf(testedRanges(question, sides).at(-1) as RoundedRange),
        },
      }),
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
    ...(seeds.some(({ sides }) => sides.some(isOpen)) && { bounds: meanBounds(question, seeds) }),
    ...(sample.n > 1 && {
      standardDeviation: Number.isFinite(sample.mean)
        ? toExtended(sample.standardDeviation)
        : 'Infinity',
    }),
    acceptance: rangeOf(region),
  }
}

function isOpen({ low, high }: RoundedRange): boolean {
  return low < high
}

function boundsOf({ low, high }: Omit<RoundedRange, 'error'>): Bounds {
  return { low: toExtended(low), high: toExtended(high) }
}

function meanBounds(question: Question, seeds: readonly SeedValues[]): Bounds {
  const ranges = seeds.map(({ sides }) => testedRanges(question, sides).at(-1) as RoundedRange)
  const mean = (of: (range: RoundedRange) => number) =>
    ranges.reduce((sum, range) => sum + of(range), 0) / ranges.length
  return boundsOf({ low: mean(({ low }) => low), high: mean(({ high }) => high) })
}

/**
 * Bounds the success rate.
 * @param judged the number of seeds that were judged before the claim was decided
 * @param open the number of other seeds, which count as failures in the lower bound and as successes in the
 *   upper
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

/** The interval of the mean; undefined for a single value and for an infinite mean. */
export function intervalOf(sample: Sample, alpha: number): Interval | undefined {
  if (sample.n < 2 || !Number.isFinite(sample.mean)) return undefined
  const [low, high] = interval(sample, alpha)
  const level = Number((1 - 2 * alpha).toPrecision(12))
  return { low: toExtended(low), high: toExtended(high), level }
}

/** The number that a single value is compared with. */
function middleOf({ low, high }: Region): number {
  if (low === -Infinity) return high
  return high === Infinity ? low : Number(((low + high) / 2).toPrecision(12))
}

export function rangeOf({ low, high, includesLow, includesHigh }: Region): AcceptedRange {
  const [from, to]: Extended[] = [toExtended(low), toExtended(high)]
  return { low: from as Extended, high: to as Extended, includesLow, includesHigh }
}
