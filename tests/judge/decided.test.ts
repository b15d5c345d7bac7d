import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { builtinRegistry } from '../../src/config/builtin-kinds.js'
import type { Expectation } from '../../src/claims/expectation.js'
import { runsStillNeeded } from '../../src/judge/decided.js'
import type { RunResult } from '../../src/judge/run-result.js'
import { judgeExpectation } from '../../src/judge/judge.js'
import {
  accuracies,
  arm,
  comparison,
  constant,
  epochsTo,
  expectation,
  finding,
  lossBelow,
  lossCurve,
  operation,
  reaching,
  run,
  testAcc,
  trainAcc,
} from '../support/judging.js'

const [a, b] = [arm('a'), arm('b')]
const notRun: RunResult = { open: 'it was not run' }

type Runs = Parameters<typeof finding>[0]

/** `a 2` for seed 2 of arm a. */
const needed = (asked: Expectation, runs: Runs) =>
  runsStillNeeded(builtinRegistry, asked, finding(runs)).map(
    ({ arm, seed }) => `${arm.label} ${seed}`,
  )
const decided = (asked: Expectation, runs: Runs) => needed(asked, runs).length === 0

/** A run under way, whose loss fell below the condition in that epoch or not yet. */
function underWay(reached: number | undefined, epochs: number): RunResult {
  const { curve, ...rest } = run(lossCurve(reached, epochs))
  return { open: 'it is running', soFar: { curve, ...rest } }
}

describe('in every seed', () => {
  const fits = expectation(trainAcc(a), comparison('>', constant(0.9)), {
    quantifier: { type: 'every seed' },
    seeds: [0, 1, 2],
  })

  test('all runs are needed until one is a counter-example', () => {
    expect(needed(fits, [])).toEqual(['a 0', 'a 1', 'a 2'])
    expect(needed(fits, [[a, accuracies([0.95])]])).toEqual(['a 1', 'a 2'])
    expect(needed(fits, [[a, accuracies([0.95, 0.3])]])).toEqual([])
    expect(decided(fits, [[a, accuracies([0.95, 0.3])]])).toBe(true)
    expect(decided(fits, [[a, accuracies([0.95, 0.95])]])).toBe(false)
  })

  test('a lost run leaves a counter-example to be found', () => {
    expect(needed(fits, [[a, [{ lost: 'killed' }, ...accuracies([0.95])]]])).toEqual(['a 2'])
  })

  test('the end of the run is needed', () => {
    const passing = run([{ trainAccuracy: 0.95 }])
    expect(needed(fits, [[a, [{ open: 'it is running', soFar: passing }]]])).toContain('a 0')
  })
})

describe('in at least k of n seeds', () => {
  const mostly = expectation(trainAcc(a), comparison('>', constant(0.9)), {
    quantifier: { type: 'at least', count: 3 },
    seeds: [0, 1, 2, 3, 4],
  })

  test('k that hold decide, and so do more than n - k that do not', () => {
    expect(decided(mostly, [[a, accuracies([0.95, 0.95, 0.3])]])).toBe(false)
    expect(decided(mostly, [[a, accuracies([0.95, 0.95, 0.3, 0.95])]])).toBe(true)
    expect(decided(mostly, [[a, accuracies([0.3, 0.95, 0.3, 0.3])]])).toBe(true)
  })
})

describe('a condition that is waited for', () => {
  const fast = expectation(epochsTo(a, lossBelow), comparison('<', constant(20, 'number')), {
    quantifier: { type: 'every seed' },
    seeds: [0],
  })

  test('may stop the run where it is reached', () => {
    expect(needed(fast, [[a, [underWay(undefined, 10)]]])).toEqual(['a 0'])
    expect(needed(fast, [[a, [underWay(9, 10)]]])).toEqual([])
  })

  test('and where it can no longer be reached in time', () => {
    expect(needed(fast, [[a, [underWay(undefined, 19)]]])).toEqual(['a 0'])
    expect(needed(fast, [[a, [underWay(undefined, 20)]]])).toEqual([])
    const stopped = { record: { ...run(lossCurve(undefined, 20)), status: 'stopped' as const } }
    expect(
      judgeExpectation(builtinRegistry, fast, finding([[a, [stopped]]])).verdict,
    ).toMatchObject({
      verdict: 'fail',
      sentence:
        'the run of a, seed 0, did not reach train loss < 0.05 in 20 epochs, so the claim fails (n = 1)',
    })
  })

  test('of two arms: a ratio is known as soon as both are', () => {
    const ratio = expectation(
      epochsTo(a, lossBelow),
      comparison('<', operation(constant(5, 'number'), '*', epochsTo(b, lossBelow), 'number')),
      { seeds: [0, 1] },
    )
    const runs: Runs = [
      [a, [underWay(9, 12), underWay(undefined, 12)]],
      [b, [underWay(4, 12), underWay(5, 12)]],
    ]
    expect(needed(ratio, runs)).toEqual(['a 1'])
    const every: Expectation = { ...ratio, quantifier: { type: 'every seed' } }
    expect(needed(every, runs)).toEqual(['a 1'])
    // 26 epochs are more than five times 5, whenever it is reached.
    expect(
      needed(every, [
        [a, [underWay(9, 12), underWay(undefined, 26)]],
        [b, [underWay(4, 12), underWay(5, 12)]],
      ]),
    ).toEqual([])
  })

  test('a run that another claim stopped is not finished', () => {
    const stopped: RunResult = { record: { ...run(lossCurve(9, 10)), status: 'stopped' } }
    const end = expectation(testAcc(a), comparison('>', constant(0.5)), { seeds: [0] })
    expect(needed(end, [[a, [stopped]]])).toEqual(['a 0'])
    expect(judgeExpectation(builtinRegistry, end, finding([[a, [stopped]]])).verdict.verdict).toBe(
      'error',
    )
    expect(needed(fast, [[a, [stopped]]])).toEqual([])
  })
})

test('what is fixed from the start needs no training', () => {
  const params = expectation(
    { ...trainAcc(a), metric: 'params', unit: 'number' } as Expectation['cases'][0]['left'],
    comparison('=', constant(100, 'number')),
    { seeds: [0] },
  )
  expect(needed(params, [[a, [notRun]]])).toEqual(['a 0'])
  expect(needed(params, [[a, [underWay(undefined, 0)]]])).toEqual([])
})

describe('on average', () => {
  const better = expectation(testAcc(a), comparison('>', testAcc(b)), { seeds: [0, 1, 2, 3, 4] })
  const runs = (n: number, difference: number): Runs => [
    [a, accuracies(Array.from({ length: n }, (_, seed) => 0.5 + difference + 0.001 * seed))],
    [b, accuracies(Array.from({ length: n }, (_, seed) => 0.5 - 0.001 * seed))],
  ]

  test('needs all seeds, or those up to the next declared look', () => {
    expect(needed(better, runs(3, 0.2))).toEqual(['a 3', 'b 3', 'a 4', 'b 4'])
    const looks: Expectation = { ...better, looks: [3, 5] }
    expect(needed(looks, runs(0, 0))).toEqual(['a 0', 'b 0', 'a 1', 'b 1', 'a 2', 'b 2'])
    expect(needed(looks, runs(3, 0.2))).toEqual([])
    expect(needed(looks, runs(3, -0.002))).toEqual(['a 3', 'b 3', 'a 4', 'b 4'])
  })

  test('a run that broke down decides that nothing can be said', () => {
    const broken: RunResult = { record: { ...run([]), status: 'diverged' } }
    expect(decided(better, [[a, [broken]]])).toBe(true)
    // A lost one may be repeated, and then the others are needed.
    expect(decided(better, [[a, [{ lost: 'killed' }]]])).toBe(false)
  })
})

test('each case of a sweep is decided by itself', () => {
  const claim: Expectation = {
    ...expectation(trainAcc(a), comparison('>', constant(0.9)), {
      quantifier: { type: 'every seed' },
      seeds: [0, 1],
    }),
    cases: [a, b].map((of) => ({
      label: of.label,
      left: trainAcc(of),
      relation: comparison('>', constant(0.9)),
    })),
  }
  expect(needed(claim, [[a, accuracies([0.3])]])).toEqual(['b 0', 'b 1'])
})

test('no continuation changes what is decided: property', () => {
  const epochs = fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined })
  const claims = [
    expectation(epochsTo(a, lossBelow), comparison('<', constant(6, 'number'))),
    expectation(epochsTo(a, lossBelow), comparison('>', epochsTo(b, lossBelow))),
    expectation(
      epochsTo(a, lossBelow),
      comparison('<=', operation(constant(2, 'number'), '*', epochsTo(b, lossBelow), 'number')),
    ),
    expectation(operation(epochsTo(a, lossBelow), '/', epochsTo(b, lossBelow), 'number'), {
      type: 'equivalence',
      right: constant(1, 'number'),
      margin: 0.5,
    }),
    expectation(epochsTo(a, lossBelow), {
      type: 'trend',
      direction: 'increases',
      variable: 'p',
      tolerance: 0,
      points: [a, b].map((of) => ({ label: of.label, left: epochsTo(of, lossBelow) })),
    }),
  ]
  const quantifiers: Expectation['quantifier'][] = [
    { type: 'every seed' },
    { type: 'at least', count: 2 },
    { type: 'on average' },
  ]
  const plan = { claim: fc.constantFrom(...claims), quantifier: fc.constantFrom(...quantifiers) }
  const three = fc.tuple(epochs, epochs, epochs)
  // How far each of the six runs has come, of 12 epochs; 12 is its end, 0 not started.
  const progress = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 6, maxLength: 6 })
  let early = 0
  fc.assert(
    fc.property(fc.record({ ...plan, a: three, b: three, progress }), (drawn) => {
      const asked = { ...drawn.claim, quantifier: drawn.quantifier, seeds: [0, 1, 2] }
      const soFar = (reached: (number | undefined)[], from: number) =>
        reached.map((epoch, seed): RunResult => {
          const done = drawn.progress[from + seed] ?? 0
          if (done === 0) return notRun
          if (done < 12)
            return underWay(epoch !== undefined && epoch <= done ? epoch : undefined, done)
          return reaching([epoch], 12)[0] as RunResult
        })
      const partial = finding([
        [a, soFar(drawn.a, 0)],
        [b, soFar(drawn.b, 3)],
      ])
      const complete = finding([
        [a, reaching(drawn.a, 12)],
        [b, reaching(drawn.b, 12)],
      ])
      const needs = runsStillNeeded(builtinRegistry, asked, partial)
      if (needs.length > 0) return
      if (drawn.progress.some((done) => done < 12)) early++
      const [now, then] = [partial, complete].map((find) =>
        judgeExpectation(builtinRegistry, asked, find),
      )
      expect(now?.verdict.verdict).toBe(then?.verdict.verdict)
    }),
    { numRuns: 2000, seed: 1 },
  )
  expect(early).toBeGreaterThan(100)
})
