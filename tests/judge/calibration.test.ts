import { describe, expect, test } from 'vitest'
import {
  alpha,
  collapses,
  counts,
  drawOf,
  falseBoundRate,
  falseShareRate,
  heavyTails,
  judges,
  noises,
  rateOf,
  tailAway,
  trueClaims,
} from '../../bench/calibration/simulate.js'
import { familyRates } from '../../bench/calibration/families.js'
import { measuredClaims, passRate } from '../../bench/calibration/measured.js'
import { decideMean } from '../../src/judge/decide.js'
import { RandomStream, seedKey } from '../../src/random/key.js'
import { successBounds } from '../../src/statistics/binomial.js'
import type { FamilyMethod } from '../../src/statistics/family.js'
import { powerOfEquivalence, powerOfMean } from '../../src/statistics/power.js'
import { summarize } from '../../src/statistics/student.js'

const settings = noises.flatMap((noise) => counts.map((n) => [noise, n] as const))

/** Enough that a rate of 0.05 seldom looks like 0.06; the seeds are fixed. */
const repetitions = 10_000

describe('10,000 claims at their boundary', () => {
  test.each(settings)('seldom pass: at most 0.06 with %s noise and %i seeds', (noise, n) => {
    for (const judge of judges) {
      expect(rateOf(judge, noise, n, 'pass', repetitions), judge.name).toBeLessThanOrEqual(0.06)
    }
  })

  test.each(settings)('seldom fail: at most 0.06 with %s noise and %i seeds', (noise, n) => {
    for (const judge of trueClaims) {
      expect(rateOf(judge, noise, n, 'fail', repetitions), judge.name).toBeLessThanOrEqual(0.06)
    }
  })

  test.each(counts)('of counts, times and ties seldom pass: at most 0.06 with %i seeds', (n) => {
    for (const claim of measuredClaims) {
      expect(passRate(claim, n, repetitions), claim.name).toBeLessThanOrEqual(0.06)
    }
  })

  test.each(counts)('with heavy tails seldom pass: at most 0.06 with %i seeds', (n) => {
    for (const noise of Object.keys(heavyTails)) {
      for (const judge of judges) {
        expect(rateOf(judge, noise, n, 'pass', 3_000), judge.name).toBeLessThanOrEqual(0.06)
      }
    }
  })

  test('a share of all seeds seldom passes where it is the true rate', () => {
    for (const share of [0.5, 0.8, 0.9]) {
      for (const n of [5, 10, 29, 59]) {
        expect(falseShareRate(n, share, alpha, 5_000)).toBeLessThanOrEqual(0.06)
      }
    }
  })

  test.each(counts)('the bound of a success rate is seldom above it, %i seeds', (n) => {
    for (const missed of [0, 1, 2]) {
      const worst = successBounds(n - missed, n, alpha)[0] - 1e-9
      if (worst <= 0) continue
      expect(falseBoundRate(n, worst)).toBeLessThanOrEqual(0.06)
      expect(worst ** n).toBeLessThanOrEqual(0.06)
    }
  })

  test('families keep what they say, also of arms that share a baseline', () => {
    for (const holding of [0, 5]) {
      const rates = (method?: FamilyMethod) => familyRates(method, holding, 5, 3_000)
      expect(rates('holm').any).toBeLessThanOrEqual(0.06)
      expect(rates('benjamini-hochberg').share).toBeLessThanOrEqual(0.06)
      expect(rates().any).toBeGreaterThan(0.1)
    }
  })

  // A collapse that no seed shows, as docs/statistics.md says: 0.9 to the power of n.
  test('a rare collapse is not seen by few seeds, as documented', () => {
    for (const judge of collapses) {
      for (const n of counts) {
        expect(Math.abs(rateOf(judge, 'normal', n, 'pass', 5_000) - 0.9 ** n)).toBeLessThan(0.03)
      }
    }
  })

  // A known limit of every t bound, stated in docs/statistics.md: no few seeds show a long tail.
  test('a level with its tail away from the threshold passes more often, as documented', () => {
    for (const n of counts) {
      const rate = rateOf(tailAway, 'skewed', n, 'pass')
      expect(rate).toBeGreaterThan(0.06)
      expect(rate).toBeLessThan(0.17)
    }
  })
})

describe('power is within 0.02 of its exact value', () => {
  const repetitions = 20_000
  const passes = (n: number, effect: number, low: number, high: number) => {
    const draw = drawOf('normal', new RandomStream(seedKey(n)))
    const region = { low, high, includesLow: false, includesHigh: false }
    let count = 0
    for (let index = 0; index < repetitions; index++) {
      const sample = summarize(Array.from({ length: n }, () => effect + draw()))
      if (decideMean(sample, region, alpha) === 'pass') count++
    }
    return count / repetitions
  }

  test.each(counts)('of a bound, %i seeds', (n) => {
    for (const effect of [0.5, 1, 2]) {
      const found = passes(n, effect, 0, Infinity)
      expect(Math.abs(found - powerOfMean(n, effect, alpha))).toBeLessThan(0.02)
    }
  })

  test.each(counts)('of equivalence, %i seeds', (n) => {
    for (const margin of [1, 2, 3]) {
      const exact = powerOfEquivalence(n, margin, 0.3, alpha)
      expect(Math.abs(passes(n, 0.3, -margin, margin) - exact)).toBeLessThan(0.02)
    }
  })
})
