/** @file Whatever runs lead to, judging comes to a verdict in plain JSON. */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Expectation, Quantifier } from '../../src/claims/expectation.js'
import type { Expression } from '../../src/claims/expression.js'
import type { Relation } from '../../src/claims/relation.js'
import { builtinRegistry } from '../../src/config/builtin-kinds.js'
import { runsStillNeeded } from '../../src/judge/decided.js'
import { judgeExpectation } from '../../src/judge/judge.js'
import type { RunResult } from '../../src/judge/run-result.js'
import {
  arm,
  comparison,
  constant,
  epochsTo,
  expectation,
  finding,
  judge,
  lossBelow,
  lossCurve,
  operation,
  reaching,
  run,
  testAcc,
  trainAcc,
} from '../support/judging.js'

const arms = ['a', 'b', 'c'].map((name) => arm(name))

const number = fc.oneof(
  fc.constantFrom(0, -0, 1, 0.5, 0.1, 1e-9, 1e308, -1e308, 5e-324, 1 / 3, 1e200),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)
const anything = fc.oneof(number, fc.constantFrom(NaN, Infinity, -Infinity))

const result: fc.Arbitrary<RunResult> = fc.oneof(
  fc
    .tuple(anything, anything, fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }))
    .map(([testAccuracy, trainAccuracy, reached]) => {
      const curve = lossCurve(reached, 5)
      return { record: run([...curve.slice(1), { ...curve[0], testAccuracy, trainAccuracy }]) }
    }),
  fc.constant<RunResult>({ lost: 'it was killed' }),
  fc.constant<RunResult>({ open: 'it was not run' }),
  fc.constant<RunResult>({ open: 'it is under way', soFar: run(lossCurve(2, 3)) }),
  fc.constant<RunResult>({ record: run([{}], { status: 'diverged', reason: 'it diverged' }) }),
  fc.constant<RunResult>({ record: run([{}], { status: 'stopped' }) }),
)

const measurement = fc
  .constantFrom(...arms)
  .chain((of) => fc.constantFrom(testAcc(of), trainAcc(of), epochsTo(of, lossBelow)))

const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 3 },
    measurement,
    number.map((value) => constant(value, 'number')),
    fc
      .tuple(tie('expression'), fc.constantFrom('+', '-', '*', '/'), tie('expression'))
      .map(([left, operator, right]) =>
        operation(left, operator as '+' | '-' | '*' | '/', right, 'number'),
      ),
  ),
}))

const relation: fc.Arbitrary<Relation> = fc.oneof(
  fc
    .tuple(fc.constantFrom('<', '<=', '>', '>=', '='), expression)
    .map(([operator, right]) => comparison(operator as '<', right)),
  fc
    .tuple(expression, fc.double({ min: 0, max: 1e308, noNaN: true }))
    .map(([right, margin]): Relation => ({ type: 'equivalence', right, margin })),
  fc
    .tuple(
      fc.array(expression, { minLength: 1, maxLength: 4 }),
      fc.constantFrom('increases' as const, 'decreases' as const),
      fc.double({ min: 0, max: 1e308, noNaN: true }),
    )
    .map(([lefts, direction, tolerance]): Relation => {
      const points = lefts.map((left, index) => ({ label: `p = ${index}`, left }))
      return { type: 'trend', direction, variable: 'p', points, tolerance }
    }),
)

const quantifier: fc.Arbitrary<Quantifier> = fc.oneof(
  fc.constant<Quantifier>({ type: 'every seed' }),
  fc.constant<Quantifier>({ type: 'on average' }),
  fc.integer({ min: -1, max: 6 }).map((count): Quantifier => ({ type: 'at least', count })),
)

test('and runs that are still needed are found', () => {
  const runs = fc.array(fc.array(result, { minLength: 4, maxLength: 4 }), {
    minLength: 3,
    maxLength: 3,
  })
  const seeds = fc.constantFrom<number[]>([], [0], [0, 1], [0, 1, 2, 3])
  const looks = fc.constantFrom<(number[] | undefined)[]>(undefined, [2, 3, 4])
  fc.assert(
    fc.property(
      fc.array(fc.tuple(expression, relation), { maxLength: 2 }),
      quantifier,
      seeds,
      looks,
      runs,
      (pairs, how, over, at, results) => {
        const asked: Expectation = {
          ...{ text: 'the claim', line: 1, quantifier: how, seeds: over, alpha: 0.05 },
          ...(at && over.length === 4 && { looks: at }),
          cases: pairs.map(([left, is]) => ({ left, relation: is })),
        }
        const find = finding(arms.map((of, index) => [of, results[index] ?? []] as const))
        const judged = judgeExpectation(builtinRegistry, asked, find)
        expect(JSON.parse(JSON.stringify(judged.cases))).toEqual(judged.cases)
        expect(judged.verdict.sentence).not.toMatch(/undefined|NaN|null/)
        runsStillNeeded(builtinRegistry, asked, find)
      },
    ),
    { numRuns: 2000, seed: 1 },
  )
})

test('numbers that are too large beside a condition that was not reached', () => {
  const one = arm('a')
  const points = [constant(1e308, 'epochs'), epochsTo(one, lossBelow)].map((left, index) => ({
    ...{ label: `p = ${index}`, left },
  }))
  const fall: Relation = {
    ...{ type: 'trend', direction: 'decreases', variable: 'p', points, tolerance: 0 },
  }
  const left = constant(1e308, 'epochs')
  const { verdict } = judge(expectation(left, fall), [[one, reaching([2, 2, undefined])]])
  expect(verdict.sentence).toBe('cannot be judged: the numbers are too large for a mean of them')
})
