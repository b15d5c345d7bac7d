import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decideMean } from '../../src/judge/decide.js'
import {
  floatDeviation,
  shareDeviation,
  stepDeviation,
  timeDeviation,
} from '../../src/statistics/resolution.js'
import { interval, summarize } from '../../src/statistics/student.js'

describe('what a measurement hides', () => {
  test('of a share: the deviation of a count and a half, up to three examples', () => {
    expect(shareDeviation(1, 1000)).toBeCloseTo(Math.sqrt(0.5) / 1000, 12)
    expect(shareDeviation(0.999, 1000)).toBeCloseTo(Math.sqrt(1.5) / 1000, 12)
    expect(shareDeviation(0.5, 1000)).toBeCloseTo(3 / 1000, 12)
  })

  test('of a share: the same from both ends, at most three examples, never nothing', () => {
    const images = fc.integer({ min: 1, max: 100_000 })
    fc.assert(
      fc.property(images, fc.double({ min: 0, max: 1, noNaN: true }), (of, part) => {
        const share = Math.round(part * of) / of
        const hidden = shareDeviation(share, of)
        expect(hidden).toBeCloseTo(shareDeviation(1 - share, of), 12)
        expect(hidden).toBeGreaterThan(0.7 / of)
        expect(hidden).toBeLessThanOrEqual(3 / of)
      }),
    )
  })

  test('of a time: a quarter, and half an evaluation at the least', () => {
    expect(timeDeviation(40, 1)).toBe(10)
    expect(timeDeviation(10, 10)).toBe(5)
    expect(stepDeviation(10)).toBe(6)
  })

  test('of any other number: its rounding', () => {
    expect(floatDeviation(-1)).toBe(2 ** -24)
    expect(floatDeviation(0)).toBe(2 ** -150)
  })
})

describe('a test with a hidden deviation', () => {
  const region = { low: 0, high: Infinity, includesLow: false, includesHigh: false }
  const values = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
    minLength: 2,
    maxLength: 10,
  })

  test('is the plain one where the seeds vary more', () => {
    fc.assert(
      fc.property(values, (of) => {
        const plain = summarize(of)
        const same = summarize(of, plain.standardDeviation / 2)
        expect(same).toEqual(plain)
        expect(decideMean(same, region, 0.05)).toBe(decideMean(plain, region, 0.05))
      }),
    )
  })

  test('never decides more than the plain one, and has the wider interval', () => {
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (of, hidden) => {
        const [plain, careful] = [summarize(of), summarize(of, hidden)]
        const [inner, outer] = [interval(plain, 0.05), interval(careful, 0.05)]
        expect(outer[0]).toBeLessThanOrEqual(inner[0])
        expect(outer[1]).toBeGreaterThanOrEqual(inner[1])
        const decision = decideMean(careful, region, 0.05)
        if (decision !== 'inconclusive') expect(decideMean(plain, region, 0.05)).toBe(decision)
      }),
    )
  })
})
