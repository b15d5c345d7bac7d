import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { pValueOf } from '../../src/judge/decide.js'
import { successBounds } from '../../src/statistics/binomial.js'
import { lookLevels } from '../../src/statistics/looks.js'
import { powerOfEquivalence, powerOfMean } from '../../src/statistics/power.js'
import { interval, summarize } from '../../src/statistics/student.js'
import { accuracies, arm, comparison, expectation, judge, testAcc } from '../support/judging.js'

interface Reference {
  means: {
    values: number[]
    alpha: number
    threshold: number
    margin: number
    interval: [number, number]
    above: number
    below: number
    equivalence: number
  }[]
  paired: { left: number[]; right: number[]; pValue: number; interval: [number, number] }[]
  successes: { successes: number; n: number; alpha: number; bounds: [number, number] }[]
  powerOfMean: { n: number; effect: number; alpha: number; power: number }[]
  powerOfEquivalence: { n: number; margin: number; offset: number; alpha: number; power: number }[]
  looks: { looks: number[]; alpha: number; levels: { n: number; alpha: number }[] }[]
}

/** Made by scipy-reference.py. */
const reference = JSON.parse(
  readFileSync(new URL('scipy-reference.json', import.meta.url), 'utf8'),
) as Reference

function expectClose(actual: number, expected: number, tolerance = 1e-6): void {
  expect(Math.abs(actual - expected), `${actual} is not ${expected}`).toBeLessThanOrEqual(tolerance)
}

describe('the same as SciPy, to 1e-6', () => {
  test('bounds of a mean and p-values of its tests', () => {
    expect(reference.means.length).toBe(20)
    for (const one of reference.means) {
      const sample = summarize(one.values)
      const [low, high] = interval(sample, one.alpha)
      expectClose(low, one.interval[0])
      expectClose(high, one.interval[1])
      const open = { includesLow: false, includesHigh: false }
      const above = { ...open, low: one.threshold, high: Infinity }
      const below = { ...open, low: -Infinity, high: one.threshold }
      expectClose(pValueOf(sample, above) ?? NaN, one.above)
      expectClose(pValueOf(sample, below) ?? NaN, one.below)
      const region = {
        low: one.threshold - one.margin,
        high: one.threshold + one.margin,
        includesLow: true,
        includesHigh: true,
      }
      expectClose(pValueOf(sample, region) ?? NaN, one.equivalence)
    }
  })

  test('a paired comparison, from the runs to its evidence', () => {
    for (const { left, right, pValue, interval } of reference.paired) {
      const [a, b] = [arm('a'), arm('b')]
      const claim = expectation(testAcc(a), comparison('>', testAcc(b)))
      const { evidence } = judge(claim, [
        [a, accuracies(left)],
        [b, accuracies(right)],
      ]).verdict
      expectClose(evidence?.pValue ?? NaN, pValue)
      expectClose(Number(evidence?.interval?.low), interval[0])
      expectClose(Number(evidence?.interval?.high), interval[1])
    }
  })

  test('bounds of a success rate', () => {
    for (const { successes, n, alpha, bounds } of reference.successes) {
      const [low, high] = successBounds(successes, n, alpha)
      expectClose(low, bounds[0])
      expectClose(high, bounds[1])
    }
  })

  test('power of a test of the mean, and of equivalence', () => {
    for (const { n, effect, alpha, power } of reference.powerOfMean) {
      expectClose(powerOfMean(n, effect, alpha), power)
    }
    for (const { n, margin, offset, alpha, power } of reference.powerOfEquivalence) {
      expectClose(powerOfEquivalence(n, margin, offset, alpha), power)
    }
  })
})

test('levels of declared looks are those of four million simulated claims', () => {
  for (const { looks, alpha, levels } of reference.looks) {
    const found = lookLevels(looks, alpha)
    expect(found.map(({ n }) => n)).toEqual(looks)
    // Four standard errors of the simulated tail, at most.
    found.forEach(({ alpha: level }, index) => {
      expectClose(level, levels[index]?.alpha ?? NaN, 4 * Math.sqrt(level / 4e6) + 1e-5)
    })
  }
})
