/** @file Values exactly at a bound, and next to it, beside an oracle that reckons in whole numbers. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { builtinRegistry } from '../../src/config/builtin-kinds.js'
import { judgeExpectation } from '../../src/judge/judge.js'
import type { FindRun } from '../../src/judge/run-result.js'
import type { Evidence, Verdict } from '../../src/judge/verdict.js'
import { run } from '../support/judging.js'
import {
  expectationIn,
  judgeWritten,
  modelOf,
  testAccuracies as acc,
  written,
} from '../support/written.js'

const operators = ['<', '<=', '>', '>='] as const
type Operator = (typeof operators)[number]

function holds(left: bigint, operator: Operator, right: bigint): boolean {
  if (operator === '<') return left < right
  if (operator === '<=') return left <= right
  return operator === '>' ? left > right : left >= right
}

/** Hundredths of a point, as of 10,000 examples. */
const hundredths = fc.integer({ min: 1, max: 9999 })
const off = fc.constantFrom(-1, 0, 0, 1)
const operator = fc.constantFrom(...operators)
const quantifier = fc.constantFrom(
  'in every seed',
  'in at least 1 of 3 seeds',
  'on average',
  'on average over 1 seeds',
)

/**
 * A mean of several seeds stays open so near to a bound; its estimate is on the right side of it, or
 * the bound itself.
 */
function agrees(found: Verdict, how: string, right: boolean, atBound: boolean): void {
  const { verdict, sentence, evidence } = found
  if (!how.endsWith('on average')) {
    expect(verdict, sentence).toBe(right ? 'pass' : 'fail')
    return
  }
  expect(verdict, sentence).not.toBe(right ? 'fail' : 'pass')
  const { estimate, acceptance } = evidence as Evidence
  const { low, high, includesLow, includesHigh } = acceptance
  expect([low, high].includes(estimate), sentence).toBe(atBound)
  const above = Number(estimate) > Number(low) || (includesLow && estimate === low)
  const below = Number(estimate) < Number(high) || (includesHigh && estimate === high)
  expect(above && below, sentence).toBe(right)
}
const percent = (count: number) => `${count / 100}`

describe('verdicts at a bound agree with whole numbers', () => {
  test('a level', () => {
    fc.assert(
      fc.property(hundredths, off, operator, quantifier, (bound, by, is, how) => {
        const claim = written(`test acc ${is} ${percent(bound)}% ${how}`)
        const value = (bound + by) / 10_000
        agrees(
          judgeWritten(claim, { a: acc([value, value, value]) }),
          how,
          holds(BigInt(bound + by), is, BigInt(bound)),
          by === 0,
        )
      }),
    )
  })

  test('an error, which is one minus an accuracy', () => {
    fc.assert(
      fc.property(hundredths, off, operator, quantifier, (bound, by, is, how) => {
        const claim = written(`test error ${is} ${percent(bound)}% ${how}`)
        const value = (10_000 - bound - by) / 10_000
        agrees(
          judgeWritten(claim, { a: acc([value, value, value]) }),
          how,
          holds(BigInt(bound + by), is, BigInt(bound)),
          by === 0,
        )
      }),
    )
  })

  test('a difference with a margin, whatever the seeds share', () => {
    const margin = fc.integer({ min: -900, max: 900 })
    const base = fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: 1000, max: 9000 })))
    fc.assert(
      fc.property(margin, base, off, operator, quantifier, (points, shared, by, is, how) => {
        const sign = points < 0 ? '-' : '+'
        const size = percent(Math.abs(points))
        const claim = written(`test acc of b ${is} test acc of a ${sign} ${size}pp ${how}`)
        const found = judgeWritten(claim, {
          a: acc(shared.map((count) => count / 10_000)),
          b: acc(shared.map((count) => (count + points + by) / 10_000)),
        })
        agrees(found, how, holds(BigInt(points + by), is, BigInt(points)), by === 0)
      }),
    )
  })

  test('a sum', () => {
    fc.assert(
      fc.property(hundredths, hundredths, off, operator, quantifier, (one, other, by, is, how) => {
        const bound = one + other
        const claim = written(`test acc of a + test acc of b ${is} ${percent(bound)}% ${how}`)
        const found = judgeWritten(claim, {
          a: acc([one + by, one + by, one + by].map((count) => count / 10_000)),
          b: acc([other, other, other].map((count) => count / 10_000)),
        })
        agrees(found, how, holds(BigInt(bound + by), is, BigInt(bound)), by === 0)
      }),
    )
  })

  test('sums that are the same in all seeds but for rounding', () => {
    const parts = fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: 100, max: 7900 })))
    fc.assert(
      fc.property(parts, off, operator, (first, by, is) => {
        const claim = written(`test acc of a + test acc of b ${is} 80% on average`)
        const found = judgeWritten(claim, {
          a: acc(first.map((count) => count / 10_000)),
          b: acc(first.map((count) => (8000 + by - count) / 10_000)),
        })
        agrees(found, 'on average', holds(BigInt(by), is, 0n), by === 0)
        expect(found.evidence?.standardDeviation).toBe(0)
      }),
    )
  })

  test('both ends of an equivalence', () => {
    const center = fc.integer({ min: 2000, max: 8000 })
    const margin = fc.integer({ min: 1, max: 1999 })
    fc.assert(
      fc.property(center, margin, fc.boolean(), off, quantifier, (middle, wide, up, by, how) => {
        const claim = written(`test acc ~ ${percent(middle)}% within ${percent(wide)}pp ${how}`)
        const value = middle + (up ? wide : -wide) + by
        const found = judgeWritten(claim, {
          a: acc([value, value, value].map((count) => count / 10_000)),
        })
        agrees(found, how, Math.abs(value - middle) <= wide, by === 0)
      }),
    )
  })

  test('a step of a trend at its tolerance', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 900 }), off, quantifier, (tolerance, by, how) => {
        const claim = expectationIn(`  for m in [a, b, c]
  run m on digits with short over 3 seeds
  expect test acc increases with m within ${percent(tolerance)}pp ${how}`)
        const values = (count: number) => acc([count, count + 7, count + 12].map((x) => x / 10_000))
        const { verdict, sentence, evidence } = judgeWritten(claim, {
          a: values(5000),
          b: values(5000 - tolerance + by),
          c: values(6000),
        })
        if (!how.endsWith('on average')) {
          expect(verdict, sentence).toBe(by >= 0 ? 'pass' : 'fail')
          return
        }
        expect(verdict, sentence).not.toBe(by >= 0 ? 'fail' : 'pass')
        const step = 10_000 * Number(evidence?.steps?.[0]?.estimate)
        expect(Math.sign(Math.round(step) + tolerance)).toBe(by)
      }),
    )
  })
})

describe('ratios at their bound agree with whole numbers', () => {
  const factor = fc
    .tuple(fc.integer({ min: 1, max: 40 }), fc.constantFrom(1, 2, 3, 4, 5, 8, 10))
    // With the factor 1 it is the difference that is judged.
    .filter(([up, down]) => up !== down)
  const steps = fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: 1, max: 400 })))
  const forms: [string, (is: Operator, factor: string) => string][] = [
    ['a factor', (is, by) => `images per second of b ${is} ${by} times images per second of a`],
    ['a quotient', (is, by) => `images per second of b / images per second of a ${is} ${by}`],
    ['a difference', (is, by) => `images per second of b - ${by} * images per second of a ${is} 0`],
  ]
  test.each(forms)('%s', (_name, form) => {
    fc.assert(
      fc.property(factor, steps, off, operator, quantifier, ([up, down], counts, by, is, how) => {
        const claim = written(`${form(is, `(${up} / ${down})`)} ${how}`)
        const find: FindRun = (setup, seed) => {
          const b = modelOf(setup) === 'b'
          const count = counts[seed] as number
          // One epoch of so many images in one second.
          const trainExamples = b ? count * up * 1000 + by * count : count * down * 1000
          return { record: run([{}], { trainExamples }) }
        }
        const found = judgeExpectation(builtinRegistry, claim, find).verdict
        agrees(found, how, holds(BigInt(1000 * up + by), is, BigInt(1000 * up)), by === 0)
      }),
    )
  })
})

test('chance as a fraction that no decimal writes: 1/7 of 700 images', () => {
  const claim = (is: Operator) => {
    const claim = written(`test acc ${is} 1 / 7`)
    return judgeWritten(claim, { a: acc([100 / 700, 100 / 700, 100 / 700]) }).verdict
  }
  expect(operators.map(claim)).toEqual(['fail', 'pass', 'fail', 'pass'])
})
