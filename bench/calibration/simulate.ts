/** @file The rate at which each judge passes a false claim, with true values at the claim's boundary. */

import type { Region } from '../../src/claims/region.js'
import { trendRegions } from '../../src/claims/relations/trend.js'
import { type Decision, decideAll, decideMean } from '../../src/judge/decide.js'
import { RandomStream, deriveKey, seedKey } from '../../src/random/key.js'
import { countsForShare, successBounds } from '../../src/statistics/binomial.js'
import { lookLevels } from '../../src/statistics/looks.js'
import { summarize } from '../../src/statistics/student.js'

export const alpha = 0.05
export const counts = [3, 5, 10] as const
export const noises = ['normal', 'skewed'] as const

export type Noise = (typeof noises)[number]

/** A draw with mean 0 and deviation 1; skewed draws are exponential, with their tail above. */
export type Draw = () => number

export function drawOf(noise: Noise, stream: RandomStream): Draw {
  return noise === 'normal' ? () => stream.normal() : () => -Math.log(1 - stream.uniform()) - 1
}

export interface Judge {
  name: string
  /** One claim at its boundary, judged once. */
  decide(draw: Draw, n: number, stream: RandomStream): Decision
}

const above = (low: number): Region => ({
  low,
  high: Infinity,
  includesLow: false,
  includesHigh: false,
})
const within = (margin: number): Region => ({
  low: -margin,
  high: margin,
  includesLow: true,
  includesHigh: true,
})

function values(n: number, value: () => number): number[] {
  return Array.from({ length: n }, value)
}

/** The difference of two arms with the same seed: shared noise cancels, and each arm has separate noise. */
function paired(draw: Draw, difference: number): number {
  const shared = draw()
  return difference + shared + draw() - (shared + draw())
}

function meanOf(n: number, region: Region, value: () => number): Decision {
  return decideMean(summarize(values(n, value)), region, alpha)
}

/** A trend over points, each of which has a mean and, in each seed, separate noise. */
function trend(draw: Draw, n: number, means: readonly number[], tolerance: number): Decision {
  const seeds = values(n, () => 0).map(() => means.map((mean) => mean + draw()))
  const rise = (from: number, to: number) =>
    summarize(seeds.map((points) => (points[to] as number) - (points[from] as number)))
  const last = means.length - 1
  const samples = [...means.slice(1).map((_, index) => rise(index, index + 1)), rise(0, last)]
  return decideAll(samples, trendRegions(last, tolerance), alpha)
}

function sweep(draw: Draw, n: number, differences: readonly number[]): Decision {
  const samples = differences.map((mean) => summarize(values(n, () => mean + draw())))
  return decideAll(
    samples,
    differences.map(() => above(0)),
    alpha,
  )
}

/** Looks after each seed from the third, or from another one. */
function looks(n: number, region: Region, value: () => number, first = 3): Decision {
  const all = values(n, value)
  const plan = values(n - first + 1, () => 0).map((_, index) => index + first)
  for (const level of lookLevels(plan, alpha)) {
    const decision = decideMean(summarize(all.slice(0, level.n)), region, level.alpha)
    if (decision !== 'inconclusive') return decision
  }
  return 'inconclusive'
}

/** Claims that are false, with true values at the boundary; each must pass rarely. */
export const judges: Judge[] = [
  {
    name: 'mean above a threshold',
    decide: (draw, n) => meanOf(n, above(0.5), () => 0.5 + draw()),
  },
  {
    name: 'difference with a margin',
    decide: (draw, n) => meanOf(n, above(3), () => paired(draw, 3)),
  },
  {
    name: 'non-inferiority',
    decide: (draw, n) => meanOf(n, { ...above(-5), includesLow: true }, () => paired(draw, -5)),
  },
  {
    name: 'equivalence, at the upper margin',
    decide: (draw, n) => meanOf(n, within(4), () => paired(draw, 4)),
  },
  {
    name: 'equivalence, at the lower margin',
    decide: (draw, n) => meanOf(n, within(4), () => paired(draw, -4)),
  },
  {
    name: 'ratio, on the log scale',
    decide: (draw, n) =>
      meanOf(n, above(Math.log(5)), () => Math.log((5 * Math.exp(draw())) / Math.exp(draw()))),
  },
  {
    name: 'trend, one step at the tolerance',
    decide: (draw, n) => trend(draw, n, [0, 20, 19, 40], 1),
  },
  {
    name: 'trend, no rise in all',
    decide: (draw, n) => trend(draw, n, [0, 0], 20),
  },
  {
    name: 'looks after each seed from 3',
    decide: (draw, n) => looks(n, above(3), () => paired(draw, 3)),
  },
  {
    name: 'looks after each seed from 2',
    decide: (draw, n) => looks(n, above(3), () => paired(draw, 3), 2),
  },
  {
    name: 'equivalence at looks from 3',
    decide: (draw, n) => looks(n, within(4), () => paired(draw, 4)),
  },
  {
    name: 'for every value, one at the boundary',
    decide: (draw, n) => sweep(() => draw() - draw(), n, [20, 20, 0, 20, 20]),
  },
]

/** Claims that are true, with true values at the boundary; each must fail rarely. */
export const trueClaims: Judge[] = [
  {
    name: 'difference with a margin',
    decide: (draw, n) => meanOf(n, above(3), () => paired(draw, 3)),
  },
  {
    name: 'trend of 10 equal steps at the tolerance',
    decide: (draw, n) =>
      trend(
        draw,
        n,
        values(11, () => 0),
        0,
      ),
  },
  {
    name: 'for every value of 11, all at the boundary',
    decide: (draw, n) =>
      sweep(
        () => draw() - draw(),
        n,
        values(11, () => 0),
      ),
  },
  {
    name: 'looks after each seed from 3',
    decide: (draw, n) => looks(n, above(3), () => paired(draw, 3)),
  },
]

/** A level whose noise has its tail on the side away from the threshold, where a t bound does not keep its level. */
export const tailAway: Judge = {
  name: 'mean above a threshold, tail below',
  decide: (draw, n) => meanOf(n, above(0.5), () => 0.5 - draw()),
}

export const tailAwayAtLooks: Judge = {
  name: 'the same at looks from 2',
  decide: (draw, n) => looks(n, above(0.5), () => 0.5 - draw(), 2),
}

/** Means of seeds of which one in ten collapses to zero. */
export const collapses: Judge[] = [
  {
    name: 'mean of seeds of which one in ten collapses',
    decide: (draw, n, stream) => meanOf(n, above(0.9), () => collapsing(draw, stream)),
  },
  {
    name: 'difference of such an arm from one that never collapses',
    decide: (draw, n, stream) =>
      meanOf(n, above(-0.1), () => collapsing(draw, stream) - (1 + 0.01 * draw())),
  },
]

function collapsing(draw: Draw, stream: RandomStream): number {
  return stream.uniform() < 0.1 ? 0 : 1 + 0.01 * draw()
}

/** Continuous noise with tails that are heavier than a normal one's, to both sides; mean 0. */
export const heavyTails: Record<string, (stream: RandomStream) => Draw> = {
  'Student t, 3 degrees': (stream) => () => {
    const squares = [0, 0, 0].reduce((sum) => sum + stream.normal() ** 2, 0)
    return stream.normal() / Math.sqrt(squares / 3)
  },
  'one in ten 10 times as wide': (stream) => () =>
    (stream.uniform() < 0.1 ? 10 : 1) * stream.normal(),
}

/** The share of claims with this decision. */
export function rateOf(
  judge: Judge,
  noise: string,
  n: number,
  outcome: Decision,
  repetitions = 20_000,
): number {
  const stream = new RandomStream(deriveKey(seedKey(0), `${judge.name} ${noise} ${n}`))
  const draw = heavyTails[noise]?.(stream) ?? drawOf(noise as Noise, stream)
  let found = 0
  for (let index = 0; index < repetitions; index++) {
    if (judge.decide(draw, n, stream) === outcome) found++
  }
  return found / repetitions
}

/** The rate at which n seeds show a success rate of `share` although the true rate is only equal to it. */
export function falseShareRate(
  n: number,
  share: number,
  error: number,
  repetitions = 20_000,
): number {
  const stream = new RandomStream(deriveKey(seedKey(0), `share ${n} ${share} ${error}`))
  const { enough } = countsForShare(n, share, error)
  let wrong = 0
  for (let index = 0; index < repetitions; index++) {
    let successes = 0
    for (let trial = 0; trial < n; trial++) if (stream.uniform() < share) successes++
    if (successes >= enough) wrong++
  }
  return wrong / repetitions
}

/**
 * The rate at which the lower bound of n trials lies above the true success rate.
 * @param rate the true rate; the worst case is just below a possible bound
 */
export function falseBoundRate(n: number, rate: number, repetitions = 20_000): number {
  const stream = new RandomStream(deriveKey(seedKey(0), `success bound ${n} ${rate}`))
  const bounds = values(n + 1, () => 0).map((_, successes) => successBounds(successes, n, alpha)[0])
  let wrong = 0
  for (let index = 0; index < repetitions; index++) {
    let successes = 0
    for (let trial = 0; trial < n; trial++) if (stream.uniform() < rate) successes++
    if ((bounds[successes] as number) > rate) wrong++
  }
  return wrong / repetitions
}
