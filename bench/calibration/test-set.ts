/** @file The rate at which a false claim `beyond this test set` passes, with true values at its boundary. */

import type { Region } from '../../src/claims/region.js'
import { decideMean } from '../../src/judge/decide.js'
import { RandomStream, deriveKey, seedKey } from '../../src/random/key.js'
import { type Sample, rootMeanSquare, summarize } from '../../src/statistics/student.js'
import { shareDeviation } from '../../src/statistics/resolution.js'
import { exampleError, overTestSets, shareError } from '../../src/statistics/test-set.js'
import { alpha } from './simulate.js'

/** Kinds of images, with the probability that each of two arms classifies them correctly. */
export interface Images {
  name: string
  count: number
  /** The frequency of the kind, and the probabilities that a seed of each arm is correct. */
  kinds: readonly (readonly [share: number, one: number, other: number])[]
}

export const imageSets: Images[] = [
  {
    name: '90% each, disagreeing on 8% of 1,000 in every seed',
    count: 1000,
    kinds: [
      [0.86, 1, 1],
      [0.06, 0, 0],
      [0.04, 1, 0],
      [0.04, 0, 1],
    ],
  },
  {
    name: '90% each, half of the disagreement by the seed',
    count: 1000,
    kinds: [
      [0.82, 1, 1],
      [0.04, 0, 0],
      [0.03, 1, 0],
      [0.03, 0, 1],
      [0.08, 0.5, 0.5],
    ],
  },
  {
    name: '98% of 200, disagreeing on 2% in every seed',
    count: 200,
    kinds: [
      [0.97, 1, 1],
      [0.01, 0, 0],
      [0.01, 1, 0],
      [0.01, 0, 1],
    ],
  },
  {
    name: '99.5% against 99% of 1,000',
    count: 1000,
    kinds: [
      [0.985, 1, 1],
      [0.0035, 0, 0],
      [0.0015, 0, 1],
      [0.0065, 1, 0],
      [0.0035, 0.5, 0.5],
    ],
  },
  {
    name: '60% against 50% of 100, mostly by the seed',
    count: 100,
    kinds: [
      [0.2, 1, 1],
      [0.2, 0, 0],
      [0.6, 0.6666666666666666, 0.5],
    ],
  },
]

export interface TestSetClaim {
  name: string
  judge(images: Images): {
    region: Region
    value: (one: number, other: number) => number
    arms: 1 | 2
  }
}

function meanOf({ kinds }: Images, of: (one: number, other: number) => number): number {
  return kinds.reduce((sum, [share, one, other]) => sum + share * of(one, other), 0)
}

const upward = (low: number): Region => ({
  low,
  high: Infinity,
  includesLow: true,
  includesHigh: false,
})
const downward = (high: number): Region => ({
  low: -Infinity,
  high,
  includesLow: false,
  includesHigh: true,
})

export const testSetClaims: TestSetClaim[] = [
  {
    name: 'A >= B + true difference',
    judge: (images) => ({
      region: upward(meanOf(images, (a, b) => a - b)),
      value: (a, b) => a - b,
      arms: 2,
    }),
  },
  {
    name: 'A <= B + true difference',
    judge: (images) => ({
      region: downward(meanOf(images, (a, b) => a - b)),
      value: (a, b) => a - b,
      arms: 2,
    }),
  },
  {
    name: 'A >= true value',
    judge: (images) => ({ region: upward(meanOf(images, (a) => a)), value: (a) => a, arms: 1 }),
  },
  {
    name: 'A <= true value',
    judge: (images) => ({ region: downward(meanOf(images, (a) => a)), value: (a) => a, arms: 1 }),
  },
]

/** @param beyond true to include the test set's error in the test */
export function testSetRate(
  images: Images,
  { name, judge }: TestSetClaim,
  n: number,
  beyond: boolean,
  repetitions = 5_000,
): number {
  const { region, value, arms } = judge(images)
  const stream = new RandomStream(deriveKey(seedKey(0), `${images.name} ${name} ${n}`))
  let passed = 0
  for (let index = 0; index < repetitions; index++) {
    const sample = draw(images, value, arms, n, stream, beyond)
    if (decideMean(sample, region, alpha) === 'pass') passed++
  }
  return passed / repetitions
}

function draw(
  { count, kinds }: Images,
  value: (one: number, other: number) => number,
  arms: 1 | 2,
  n: number,
  stream: RandomStream,
  beyond: boolean,
): Sample {
  const bySeed = new Float64Array(n)
  const [ones, others] = [new Float64Array(n), new Float64Array(n)]
  const byImage = new Float64Array(count)
  for (let image = 0; image < count; image++) {
    let left = stream.uniform()
    const [, one, other] =
      kinds.find(([share]) => (left -= share) < 0) ?? (kinds[0] as [number, number, number])
    for (let seed = 0; seed < n; seed++) {
      const a = one === 0 || one === 1 ? one : Number(stream.uniform() < one)
      const b = other === 0 || other === 1 ? other : Number(stream.uniform() < other)
      const difference = value(a, b)
      ones[seed] = (ones[seed] as number) + a / count
      others[seed] = (others[seed] as number) + b / count
      bySeed[seed] = (bySeed[seed] as number) + difference / count
      byImage[image] = (byImage[image] as number) + difference / n
    }
  }
  const hidden = Array.from(bySeed, (_, seed) =>
    Math.hypot(
      ...[ones, others]
        .slice(0, arms)
        .map((shares) => shareDeviation(shares[seed] as number, count)),
    ),
  )
  const sample = summarize([...bySeed], rootMeanSquare(hidden))
  if (!beyond) return sample
  const error = arms === 1 ? shareError(sample.mean, count) : exampleError(byImage, 1)
  return overTestSets(sample, error)
}
