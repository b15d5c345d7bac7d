import { expect, test } from 'vitest'
import { accuracyStandardError, successBounds } from '../../src/statistics/binomial.js'
import { lookLevels } from '../../src/statistics/looks.js'
import { powerOfEquivalence, powerOfMean, seedsForPower } from '../../src/statistics/power.js'

test('seeds for a power of 0.8, by effect in standard deviations: simulated independently', () => {
  const seeds = [0.5, 0.75, 1, 1.5, 2, 3].map((effect) =>
    seedsForPower((n) => powerOfMean(n, effect, 0.05)),
  )
  expect(seeds).toEqual([27, 13, 8, 5, 4, 3])
  expect(seedsForPower((n) => powerOfMean(n, 0.01, 0.05))).toBeUndefined()
})

test('equivalence at five and ten seeds, by margin in standard deviations: simulated independently', () => {
  const power = (n: number) => [1, 1.5, 2].map((margin) => powerOfEquivalence(n, margin, 0, 0.05))
  const rounded = (values: number[]) => values.map((value) => Number(value.toFixed(2)))
  expect(rounded(power(5))).toEqual([0.29, 0.74, 0.95])
  expect(rounded(power(10))).toEqual([0.8, 0.99, 1])
})

test('n of n successes bound the rate, and 59 show 95%', () => {
  const bounds = [5, 10, 59].map((n) => successBounds(n, n, 0.05)[0].toFixed(2))
  expect(bounds).toEqual(['0.55', '0.74', '0.95'])
})

test('an accuracy of 90% on 10,000 examples has a standard error of 0.3 points', () => {
  expect(accuracyStandardError(0.9, 10_000)).toBeCloseTo(0.003, 12)
})

test('one look is the test itself, and a look at one seed is none', () => {
  expect(lookLevels([5], 0.05)).toEqual([{ n: 5, alpha: 0.05 }])
  expect(lookLevels([1, 3, 5], 0.05).map(({ n }) => n)).toEqual([3, 5])
})
