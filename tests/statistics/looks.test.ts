import { describe, expect, test } from 'vitest'
import { estimateAfterPass, pValueRates } from '../../bench/calibration/looks.js'
import { distributions } from '../../src/statistics/distributions.js'
import { lookLevels, tailAtLooks } from '../../src/statistics/looks.js'

const looks = [3, 4, 5, 6, 7, 8, 9, 10]
const levels = lookLevels(looks, 0.05)
const tail = tailAtLooks(levels, 0.05)

describe('the p-value at a look', () => {
  test.each(levels)('is what has been spent, where the look after $n passes by nothing', (look) => {
    const critical = distributions().tQuantile(1 - look.alpha, look.n - 1)
    const spent = 0.05 * (look.n / 10) ** 1.5
    expect(tail(critical, look.n)).toBeCloseTo(spent, 4)
    expect(tail(1.1 * critical, look.n)).toBeLessThan(spent)
    expect(tail(0.9 * critical, look.n)).toBeGreaterThan(spent)
  })

  test('is that of the t test at the first look, and where there is one look', () => {
    for (const t of [-1, 0, 1, 4]) {
      expect(tail(t, 3)).toBe(distributions().tCdf(-t, 2))
      expect(tailAtLooks([{ n: 5, alpha: 0.05 }], 0.05)(t, 5)).toBe(distributions().tCdf(-t, 4))
    }
  })

  test('falls as t grows, from 1 to what the looks before have spent', () => {
    const values = [-1e6, -2, -1, 0, 1, 2, 5, 1e6].map((t) => tail(t, 10))
    expect(values).toEqual([...values].sort((a, b) => b - a))
    expect(values[0]).toBeCloseTo(1, 6)
    expect(values.at(-1)).toBeCloseTo(0.05 * 0.9 ** 1.5, 4)
  })

  test('is below each level as seldom as the level says, of claims at their boundary', () => {
    for (const { level, rate } of pValueRates(10_000)) {
      expect(Math.abs(rate - level), `${level}`).toBeLessThan(4 * Math.sqrt(level / 10_000))
    }
  })

  test('an estimate after an early pass is too large, as documented', () => {
    const { estimate, single } = estimateAfterPass(0.5, 10_000)
    expect(estimate).toBeGreaterThan(0.85)
    expect(single).toBeLessThan(estimate)
  })
})
