/** @file Inequalities that say the same are the same claim, however they are written. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgeWritten, testAccuracies, written } from '../support/written.js'

const [A, B] = ['test acc of b', 'test acc of a']

/** `A > B + m`, with the side that is written first; turned around, what is said of A is said of B. */
const forms: [form: string, first: 'A' | 'B'][] = [
  ['A > B + m', 'A'],
  ['A - B > m', 'A'],
  ['m < A - B', 'A'],
  ['A - m > B', 'A'],
  ['A - B - m > 0', 'A'],
  ['0 < A - B - m', 'A'],
  ['A - (B + m) > 0', 'A'],
  ['-m > -A + B', 'A'],
  ['2 * A > 2 * B + 2 * m', 'A'],
  ['A / 4 - B / 4 > m / 4', 'A'],
  ['B + m < A', 'B'],
  ['B < A - m', 'B'],
  ['B - A < -m', 'B'],
  ['-B + A > m', 'B'],
]

const count = fc.integer({ min: 3000, max: 7000 })
const seeds = fc.array(fc.tuple(count, count), {
  minLength: 2,
  maxLength: 6,
})
const margin = fc.integer({ min: 1, max: 3000 })
const quantifier = fc.constantFrom('', ' in every seed', ' on average')

function spelled(form: string, points: number): string {
  return form.replace(/m/g, `${points / 100}pp`).replace(/[AB]/g, (arm) => (arm === 'A' ? A : B))
}

describe('a difference', () => {
  test.each(forms.slice(1))('`%s` is judged as `A > B + m`', (form, first) => {
    fc.assert(
      fc.property(seeds, margin, quantifier, (values, points, how) => {
        const judged = ['A > B + m', form].map((one) => {
          const expectation = written(spelled(one, points) + how, values.length)
          const verdict = judgeWritten(expectation, {
            a: testAccuracies(values.map(([a]) => a / 10_000)),
            b: testAccuracies(values.map(([, b]) => b / 10_000)),
          })
          return { ...verdict, quantifier: expectation.quantifier }
        })
        const [plain, other] = judged
        expect(other?.quantifier).toEqual(plain?.quantifier)
        expect(other?.verdict).toBe(plain?.verdict)
        if (first === 'A') expect(other?.evidence).toEqual(plain?.evidence)
        else {
          const { method, estimate = NaN, pValue, successes } = plain?.evidence ?? {}
          expect(other?.evidence).toMatchObject({ method, ...(successes && { successes }) })
          expect(Number(other?.evidence?.estimate)).toBeCloseTo(-Number(estimate), 12)
          if (pValue !== undefined) expect(other?.evidence?.pValue).toBeCloseTo(pValue, 9)
        }
      }),
      { numRuns: 30, seed: 1 },
    )
  })
})

describe('the default', () => {
  const quantifierOf = (text: string) => written(text).quantifier.type

  test.each([
    'train acc > 99%',
    '99% < train acc',
    '1 - train acc < 1%',
    'train acc - 99% > 0',
    '2 * train acc > 1',
    'train acc - test acc > 3pp',
    'train acc > test acc + 3pp',
    'test acc + 3pp < train acc',
    'train acc / test acc > 2',
    'train acc > 2 * test acc',
    'train loss + test loss < 1',
    'test acc of b + test acc of a > test acc of b + 10%',
  ])('of `%s`, which is about one arm, is every seed', (text) => {
    expect(quantifierOf(text)).toBe('every seed')
  })

  test.each([
    'test acc of b > test acc',
    'test acc of b - test acc > 0',
    'test acc of b / test acc > 2',
    'test acc of b > 2 * test acc',
    'test acc of b - 2 * test acc > 0',
    'test acc of b + test acc of c > 1',
    'test acc of a > 1 - test acc of b',
    '-test acc of a + test acc of b > 0',
    'test acc ~ 10% within 3pp',
    'train acc - test acc ~ 0 within 3pp',
  ])('of `%s` is the mean', (text) => {
    expect(quantifierOf(text)).toBe('on average')
  })
})

test.each([
  ['test acc of b > 2 * test acc of a', 'test acc of b / test acc of a > 2'],
  ['test acc of b > 2 * test acc of a', 'test acc of b - 2 * test acc of a > 0'],
  ['test acc of b > 2 * test acc of a', '2 < test acc of b / test acc of a'],
  ['test acc of b > 2 * test acc of a', 'test acc of b / 2 > test acc of a'],
])('`%s` and `%s` are one claim about a ratio', (one, other) => {
  const [first, second] = [one, other].map((text) =>
    judgeWritten(written(text), {
      a: testAccuracies([0.2, 0.21, 0.22]),
      b: testAccuracies([0.55, 0.61, 0.6]),
    }),
  )
  expect(first?.evidence?.scale).toBe('log ratio')
  expect(second?.evidence).toEqual(first?.evidence)
})
