import { describe, expect, test } from 'vitest'
import { imageSets, testSetClaims, testSetRate } from '../../bench/calibration/test-set.js'
import type { RunResult } from '../../src/judge/run-result.js'
import {
  accuracies,
  arm,
  comparison,
  constant,
  expectation,
  judge,
  operation,
  run,
  testAcc,
} from '../support/judging.js'

const beyond = { beyondTestSet: true } as const

/** Runs that are right about an image where this holds; the rank of the others is 1. */
function ranked(images: number, isRight: (image: number, seed: number) => boolean): RunResult[] {
  return [0, 1, 2].map((seed) => {
    const right = Array.from({ length: images }, (_, image) => isRight(image, seed))
    const testAccuracy = right.filter(Boolean).length / images
    const testRanks = right.map((one) => (one ? '0' : '1')).join('')
    return { record: run([{ testAccuracy }], { testRanks }) }
  })
}

const a = arm('a', 200)
const b = arm('b', 200)
const ofA = ranked(200, (image, seed) => (image * 7 + seed * 3) % 10 !== 0)
const ofB = ranked(200, (image, seed) => (image * 11 + seed * 5) % 8 !== 0 && image % 5 !== 1)

// Expected numbers: the same rule in NumPy and SciPy, from the definition in docs/statistics.md.
describe('beyond this test set', () => {
  test('a share against a number has the binomial error of its test set', () => {
    const mlp = arm('mlp', 1000)
    const claim = expectation(testAcc(mlp), comparison('>', constant(0.88)), beyond)
    const { verdict, evidence } = judge(claim, [[mlp, accuracies([0.9, 0.91, 0.92])]]).verdict
    expect(verdict).toBe('pass')
    expect(evidence?.testSet?.included).toBe(true)
    expect(evidence?.testSet?.error).toBeCloseTo(0.010005498886812092, 9)
    expect(Number(evidence?.interval?.low)).toBeCloseTo(0.8904335514193298, 7)
    expect(Number(evidence?.interval?.high)).toBeCloseTo(0.9295664485806703, 7)
    expect(evidence?.pValue).toBeCloseTo(0.0070413864525606185, 6)
  })

  test('arms on the same images are compared image by image', () => {
    const claim = expectation(testAcc(a), comparison('>', testAcc(b)), beyond)
    const { verdict, sentence, evidence } = judge(claim, [
      [a, ofA],
      [b, ofB],
    ]).verdict
    expect(verdict).toBe('pass')
    expect(evidence?.testSet?.error).toBeCloseTo(0.031718699236469, 9)
    expect(Number(evidence?.interval?.low)).toBeCloseTo(0.1436335936908777, 7)
    expect(evidence?.pValue).toBeCloseTo(1.9075556421298007e-8, 10)
    expect(sentence).toMatchInlineSnapshot(
      `"a is 20pp above b in test acc; the 95% bound +14.36pp is above zero; with the test set's own sampling error of ±5.22pp; up to 63% of seeds could differ in kind: n = 3"`,
    )
  })

  test('an estimate that its seeds decide and its test set does not stays open, whatever the seeds', () => {
    const relation = comparison('>', operation(testAcc(b), '+', constant(0.16, 'points')))
    const runs = [
      [a, ofA],
      [b, ofB],
    ] as const
    const here = judge(expectation(testAcc(a), relation), runs).verdict
    const everywhere = judge(expectation(testAcc(a), relation, beyond), runs).verdict
    expect(here.verdict).toBe('pass')
    expect(here.evidence?.testSet).toBeUndefined()
    expect(everywhere.verdict).toBe('inconclusive')
    expect(everywhere.evidence?.seedsToDecide).toBeUndefined()
    expect(everywhere.help).toBe(
      'more seeds alone would not decide it: it takes more test examples',
    )
  })

  test('arms that are wrong about the same images have the bound of one arm, also where none is wrong', () => {
    const both = operation(testAcc(a), '+', testAcc(b), 'level')
    const right = ranked(200, () => true)
    const claim = expectation(both, comparison('>', constant(1.95)), beyond)
    const { verdict, evidence } = judge(claim, [
      [a, right],
      [b, right],
    ]).verdict
    expect(verdict).toBe('pass')
    // Clopper and Pearson, of one arm: scipy.stats.beta.ppf(0.05, 200, 1) is 0.98513.
    expect(Number(evidence?.interval?.low)).toBeLessThan(2 * 0.98513)
    expect(evidence?.testSet?.error).toBeCloseTo(2 * (2 / 200), 9)
  })

  test('records without the result of each image are named, and asked for by such a claim alone', () => {
    const runs = [
      [a, accuracies([0.9, 0.91, 0.92])],
      [b, accuracies([0.7, 0.71, 0.72])],
    ] as const
    const relation = comparison('>', testAcc(b))
    expect(judge(expectation(testAcc(a), relation), runs).verdict.verdict).toBe('pass')
    const { verdict, sentence } = judge(expectation(testAcc(a), relation, beyond), runs).verdict
    expect(verdict).toBe('error')
    expect(sentence).toContain(
      'the run of a, seed 0: its record does not say which test images it is right about',
    )
  })

  test('arms on other test sets have errors of their own, and need no result of each image', () => {
    const other = arm('other', 400)
    const runs = [
      [a, accuracies([0.9, 0.91, 0.92])],
      [other, accuracies([0.7, 0.71, 0.72])],
    ] as const
    const claim = expectation(testAcc(a), comparison('>', testAcc(other)))
    const here = judge(claim, runs).verdict.evidence?.testSet
    const everywhere = judge({ ...claim, ...beyond }, runs).verdict
    expect(here).toEqual({ error: everywhere.evidence?.testSet?.error, included: false })
    expect(everywhere.verdict).toBe('pass')
    const alone = (share: number, examples: number, of = 1 - share) =>
      (Math.sqrt(examples * share * of + Math.max(share, of) ** 2) + Math.max(share, of)) / examples
    expect(here?.error).toBeCloseTo(Math.hypot(alone(0.91, 200), alone(0.71, 400)), 9)
  })
})

describe('1,000 claims at their boundary, over test sets', () => {
  const rate = (images: number, claim: number, n: number, beyondIt: boolean) =>
    testSetRate(imageSets[images] as never, testSetClaims[claim] as never, n, beyondIt, 1000)

  test('pass more often the more seeds there are where the test set is not counted in', () => {
    expect(rate(0, 0, 3, false)).toBeGreaterThan(0.15)
    expect(rate(0, 0, 10, false)).toBeGreaterThan(rate(0, 0, 3, false))
  })

  test.each([3, 10])('seldom pass where it is: at most 0.06 with %i seeds', (n) => {
    for (const images of [0, 2, 4]) {
      for (const claim of testSetClaims.keys()) {
        expect(rate(images, claim, n, true)).toBeLessThanOrEqual(0.06)
      }
    }
  })
})
