import { describe, expect, test } from 'vitest'
import { RandomStream, deriveKey, seedKey } from '../../src/random/key.js'
import { type FamilyMethod, adjustedPValues } from '../../src/statistics/family.js'

/** The worked example of Benjamini and Hochberg (J. R. Stat. Soc. B 57, 1995): 15 tests of thrombolysis. */
const thrombolysis = [
  ...[0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262],
  ...[0.5719, 0.6528, 0.759, 1],
]

function passes(pValues: readonly number[], method: FamilyMethod, alpha = 0.05): boolean[] {
  return adjustedPValues(pValues, method).map((adjusted) => adjusted <= alpha)
}

const count = (all: readonly boolean[]) => all.filter(Boolean).length

test('the worked example: Bonferroni and Holm pass three, Benjamini-Hochberg four', () => {
  expect(count(passes(thrombolysis, 'bonferroni'))).toBe(3)
  expect(count(passes(thrombolysis, 'holm'))).toBe(3)
  expect(count(passes(thrombolysis, 'benjamini-hochberg'))).toBe(4)
})

/** Few tests, some of them with equal p-values. */
function families(repetitions: number): number[][] {
  const stream = new RandomStream(deriveKey(seedKey(0), 'families'))
  return Array.from({ length: repetitions }, () =>
    Array.from({ length: 1 + Math.floor(8 * stream.uniform()) }, () => {
      const pValue = stream.uniform() ** 3
      return stream.uniform() < 0.3 ? Math.round(20 * pValue) / 20 : pValue
    }),
  )
}

/** Holm's procedure is the closed test of Bonferroni's: all hypotheses that hold one together must be rejected. */
function closedTest(pValues: readonly number[]): number[] {
  return pValues.map((_, index) => {
    let largest = 0
    for (let subset = 0; subset < 2 ** pValues.length; subset++) {
      if ((subset & (1 << index)) === 0) continue
      const inside = pValues.filter((_, other) => (subset & (1 << other)) !== 0)
      largest = Math.max(largest, Math.min(1, inside.length * Math.min(...inside)))
    }
    return largest
  })
}

/** The step-up procedure as it is defined: the largest k of which p(k) is at most k / m times alpha. */
function stepUp(pValues: readonly number[], alpha: number): boolean[] {
  const sorted = [...pValues].sort((a, b) => a - b)
  const last = sorted.findLast((one, index) => one <= ((index + 1) / sorted.length) * alpha)
  return pValues.map((one) => last !== undefined && one <= last)
}

describe('against independent computations', () => {
  test('Holm is the closure of Bonferroni', () => {
    for (const pValues of families(300)) {
      const [ours, theirs] = [adjustedPValues(pValues, 'holm'), closedTest(pValues)]
      for (const [index, one] of ours.entries()) expect(one).toBeCloseTo(theirs[index] ?? NaN, 12)
    }
  })

  test('Benjamini-Hochberg is the step-up procedure at every alpha', () => {
    for (const pValues of families(300)) {
      for (const alpha of [0.0137, 0.05, 0.1013, 0.3141]) {
        expect(passes(pValues, 'benjamini-hochberg', alpha)).toEqual(stepUp(pValues, alpha))
      }
    }
  })

  test('what is not given counts as 1, and order says nothing', () => {
    const [p] = adjustedPValues([0.01], 'holm', 5)
    expect(p).toBeCloseTo(0.05, 12)
    for (const method of ['bonferroni', 'holm', 'benjamini-hochberg'] as const) {
      for (const pValues of families(50)) {
        const all = adjustedPValues([...pValues, 1, 1], method)
        expect(adjustedPValues(pValues, method, pValues.length + 2)).toEqual(all.slice(0, -2))
        const backwards = adjustedPValues([...pValues].reverse(), method)
        expect(adjustedPValues(pValues, method)).toEqual(backwards.reverse())
      }
    }
  })
})

describe('4,000 families of 10 tests, of which some are false', () => {
  /** Uniform where a claim is false, small where it holds. */
  const simulate = (method: FamilyMethod, holding: number) => {
    const stream = new RandomStream(deriveKey(seedKey(0), `${method} ${holding}`))
    let [any, share] = [0, 0]
    for (let repetition = 0; repetition < 4000; repetition++) {
      const pValues = Array.from({ length: 10 }, (_, index) =>
        index < holding ? stream.uniform() ** 6 : stream.uniform(),
      )
      const passed = passes(pValues, method)
      const wrong = count(passed.slice(holding))
      if (wrong > 0) any++
      share += wrong / Math.max(1, count(passed))
    }
    return { any: any / 4000, share: share / 4000 }
  }

  test.each(['bonferroni', 'holm'] as const)('%s: any false pass in at most 0.06', (method) => {
    for (const holding of [0, 3, 9]) {
      expect(simulate(method, holding).any).toBeLessThanOrEqual(0.06)
    }
    // One by one it would be 0.40 of them.
    expect(simulate(method, 0).any).toBeGreaterThan(0.04)
  })

  test('Benjamini-Hochberg: at most 0.06 of what passes is false, and any false pass is more frequent', () => {
    for (const holding of [0, 3, 9]) {
      expect(simulate('benjamini-hochberg', holding).share).toBeLessThanOrEqual(0.06)
    }
    expect(simulate('benjamini-hochberg', 5).any).toBeGreaterThan(0.06)
  })
})
