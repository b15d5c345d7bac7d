import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Expectation } from '../../src/claims/expectation.js'
import type { Relation } from '../../src/claims/relation.js'
import type { JudgedExpectation } from '../../src/judge/verdict.js'
import {
  accuracies,
  arm,
  comparison,
  constant,
  epochsTo,
  expectation,
  judge,
  lossBelow,
  operation,
  reaching,
  testAcc,
} from '../support/judging.js'

const [a, b] = [arm('mlp with a'), arm('mlp with b')]

/** Accuracies to four digits, as of 10,000 examples. */
const accuracy = fc.integer({ min: 1000, max: 9000 }).map((correct) => correct / 10_000)
const pairs = fc.array(fc.tuple(accuracy, accuracy), { minLength: 1, maxLength: 6 })
const margin = fc.integer({ min: -800, max: 800 }).map((correct) => correct / 10_000)
const quantifier = fc.constantFrom<Expectation['quantifier']>(
  { type: 'on average' },
  { type: 'every seed' },
)
const operators = ['<', '<=', '>', '>='] as const
const mirror = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const

type Pairs = [number, number][]

function compare(
  values: Pairs,
  left: typeof a,
  relation: Relation,
  quantifier: Expectation['quantifier'],
): JudgedExpectation {
  return judge(expectation(testAcc(left), relation, { quantifier }), [
    [a, accuracies(values.map(([of]) => of))],
    [b, accuracies(values.map(([, of]) => of))],
  ])
}

const plus = (of: typeof a, by: number) =>
  operation(testAcc(of), '+', constant(by, 'points'), 'level')

describe('changes that change nothing', () => {
  test('swapping the arms mirrors the claim', () => {
    fc.assert(
      fc.property(
        pairs,
        margin,
        quantifier,
        fc.constantFrom(...operators),
        (values, by, how, operator) => {
          const one = compare(values, a, comparison(operator, plus(b, by)), how).verdict
          const other = compare(values, b, comparison(mirror[operator], plus(a, -by)), how).verdict
          expect(other.verdict).toBe(one.verdict)
          expect(Number(other.evidence?.estimate)).toBeCloseTo(-Number(one.evidence?.estimate), 9)
          if (one.evidence?.pValue !== undefined) {
            expect(other.evidence?.pValue).toBeCloseTo(one.evidence.pValue, 6)
          }
        },
      ),
    )
  })

  test('a pass of a claim is a fail of its opposite, and the other way round', () => {
    fc.assert(
      fc.property(pairs, margin, (values, by) => {
        const how = { type: 'on average' } as const
        const above = compare(values, a, comparison('>', plus(b, by)), how).verdict.verdict
        const notAbove = compare(values, a, comparison('<=', plus(b, by)), how).verdict.verdict
        const opposite = { pass: 'fail', fail: 'pass', inconclusive: 'inconclusive' } as const
        expect(notAbove).toBe(opposite[above as keyof typeof opposite])
      }),
    )
  })

  test('shifting both arms', () => {
    const shift = fc.integer({ min: -900, max: 900 }).map((correct) => correct / 10_000)
    fc.assert(
      fc.property(pairs, margin, shift, quantifier, (values, by, added, how) => {
        const moved = values.map(([x, y]): [number, number] => [x + added, y + added])
        const relation = comparison('>', plus(b, by))
        const [one, other] = [compare(values, a, relation, how), compare(moved, a, relation, how)]
        expect(other.verdict.verdict).toBe(one.verdict.verdict)
        const equal: Relation = { type: 'equivalence', right: testAcc(b), margin: Math.abs(by) }
        expect(compare(moved, a, equal, how).verdict.verdict).toBe(
          compare(values, a, equal, how).verdict.verdict,
        )
      }),
    )
  })

  test('writing a threshold in another unit', () => {
    fc.assert(
      fc.property(pairs, accuracy, quantifier, (values, threshold, how) => {
        const fraction = compare(values, a, comparison('>', constant(threshold, 'number')), how)
        const percent = compare(values, a, comparison('>', constant(threshold, 'level')), how)
        expect(percent.verdict).toEqual(fraction.verdict)
      }),
    )
  })

  test('the order of the seeds', () => {
    const permuted = pairs.chain((values) =>
      fc.tuple(fc.constant(values), fc.shuffledSubarray(values, { minLength: values.length })),
    )
    fc.assert(
      fc.property(permuted, margin, quantifier, ([values, shuffled], by, how) => {
        const relation = comparison('>=', plus(b, by))
        const [one, other] = [
          compare(values, a, relation, how),
          compare(shuffled, a, relation, how),
        ]
        expect(other.verdict.verdict).toBe(one.verdict.verdict)
      }),
    )
  })

  test('counting epochs in another unit: a ratio', () => {
    const epochs = fc.array(
      fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })),
      {
        minLength: 1,
        maxLength: 5,
      },
    )
    const times = (values: Pairs, factor: number) => {
      const [one, other] = [arm('a', 10_000, factor), arm('b', 10_000, factor)]
      const twice = operation(constant(2, 'number'), '*', epochsTo(other, lossBelow), 'number')
      const runs = (of: number[]) =>
        reaching(
          of.map((epochs) => factor * epochs),
          30,
        )
      return judge(expectation(epochsTo(one, lossBelow), comparison('<', twice)), [
        [one, runs(values.map(([of]) => of))],
        [other, runs(values.map(([, of]) => of))],
      ])
    }
    fc.assert(
      fc.property(epochs, (values) => {
        expect(times(values, 3).verdict.verdict).toBe(times(values, 1).verdict.verdict)
      }),
    )
  })
})

test('evidence is plain JSON', () => {
  fc.assert(
    fc.property(pairs, margin, quantifier, (values, by, how) => {
      const { cases } = compare(values, a, comparison('>', plus(b, by)), how)
      expect(JSON.parse(JSON.stringify(cases))).toEqual(cases)
    }),
  )
})

test('the estimate lies inside the acceptance region where a claim passes', () => {
  fc.assert(
    fc.property(pairs, margin, (values, by) => {
      const { verdict } = compare(values, a, comparison('>=', plus(b, by)), { type: 'on average' })
      const { acceptance, estimate, interval } = verdict.evidence ?? {}
      if (verdict.verdict !== 'pass') return
      expect(Number(estimate)).toBeGreaterThanOrEqual(Number(acceptance?.low))
      if (interval) expect(Number(interval.low)).toBeGreaterThanOrEqual(Number(acceptance?.low))
    }),
  )
})

test('a sentence never prints a percentage that contradicts its verdict', () => {
  const close = fc.tuple(accuracy, fc.integer({ min: -50, max: 50 }))
  fc.assert(
    fc.property(close, ([threshold, off]) => {
      const value = threshold + off * 1e-7
      const claim = expectation(testAcc(a), comparison('>', constant(threshold)), {
        quantifier: { type: 'every seed' },
        text: 'claim',
      })
      const { verdict, sentence } = judge(claim, [[a, accuracies([value])]]).verdict
      const printed = Number(/(\d+(?:\.\d+)?)%/.exec(sentence)?.[1])
      expect(printed > 100 * threshold + 1e-9).toBe(verdict === 'pass')
    }),
  )
})
