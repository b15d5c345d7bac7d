import { describe, expect, test } from 'vitest'
import type { Expectation } from '../../src/claims/expectation.js'
import type { Expression } from '../../src/claims/expression.js'
import type { Relation } from '../../src/claims/relation.js'
import type { RunResult } from '../../src/judge/run-result.js'
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
  run,
  testAcc,
  trainAcc,
} from '../support/judging.js'

const paper = arm('mlp on cifar with sgd_paper')
const decay = arm('mlp on cifar with sgd_decay')
const everySeed = { quantifier: { type: 'every seed' } } as const

type Runs = Parameters<typeof judge>[1]

/** `pass: all 5 seeds …` */
function line(asked: Expectation, runs: Runs): string {
  const { verdict, sentence, help } = judge(asked, runs).verdict
  return `${verdict}: ${sentence}${help === undefined ? '' : ` | ${help}`}`
}

describe('each seed', () => {
  const fits = expectation(trainAcc(paper), comparison('>', constant(0.99)), {
    ...everySeed,
    text: 'train acc > 0.99 in every seed',
  })

  test('all of them', () => {
    expect(line(fits, [[paper, accuracies([0.9998, 1, 0.9999, 1, 1])]])).toBe(
      'pass: all 5 seeds have train acc > 0.99 (lowest 99.98%; 95% lower bound on the success rate: 0.55)',
    )
    expect(line(fits, [[paper, accuracies([0.9998])]])).toBe(
      'pass: the one seed has train acc > 0.99 (lowest 99.98%; n = 1)',
    )
  })

  test('a counter-example', () => {
    expect(line(fits, [[paper, accuracies([0.9998, 0.93, 1])]])).toBe(
      'fail: seed 1 has 93%, so train acc > 0.99 fails (1 of 3 seeds)',
    )
  })

  test('at least k of n', () => {
    const mostly: Expectation = {
      ...fits,
      quantifier: { type: 'at least', count: 4 },
      text: 'train acc > 0.99 in at least 4 of 5 seeds',
    }
    expect(line(mostly, [[paper, accuracies([0.9998, 1, 0.93, 1, 1])]])).toBe(
      'pass: 4 of 5 seeds have train acc > 0.99 (lowest 99.98%; 4 are enough)',
    )
    expect(line(mostly, [[paper, accuracies([0.9998, 0.5, 0.93, 1, 1])]])).toBe(
      'fail: seed 1 has 50%, so train acc > 0.99 fails (2 of 5 seeds; it must hold in 4)',
    )
    const { evidence } = judge(mostly, [[paper, accuracies([0.9998, 1, 0.93, 1, 1])]]).verdict
    // scipy.stats.binomtest(4, 5).proportion_ci(0.9, 'exact')
    expect(evidence?.successes?.low).toBeCloseTo(0.342592, 6)
    expect(evidence?.successes?.high).toBeCloseTo(0.989794, 6)
  })

  describe('in at least 60% of all seeds', () => {
    const quantifier = { type: 'share of seeds', share: 0.6, confidence: 0.9 } as const
    const text = 'train acc > 0.99 in at least 60% of seeds with confidence 90%'
    const share: Expectation = { ...fits, quantifier, text }
    const of = (good: number, bad: number) =>
      line(share, [[paper, accuracies([...Array(good).fill(1), ...Array(bad).fill(0.5)])]])

    test('is shown, refuted or left open by the bounds of the success rate', () => {
      expect(of(5, 0)).toMatchInlineSnapshot(
        `"pass: all 5 seeds have train acc > 0.99 (lowest 100%; 90% lower bound on the success rate: 0.63)"`,
      )
      expect(of(9, 1)).toMatchInlineSnapshot(
        `"pass: 9 of 10 seeds have train acc > 0.99 (lowest 100%; 90% lower bound on the success rate: 0.66)"`,
      )
      expect(of(1, 4)).toMatchInlineSnapshot(
        `"fail: seed 1 has 50%, so train acc > 0.99 fails (4 of 5 seeds; 90% upper bound on the success rate: 0.58)"`,
      )
      expect(of(3, 0)).toMatchInlineSnapshot(
        `"inconclusive: 3 of 3 seeds have train acc > 0.99; the success rate lies between 0.46 and 1.00, which leaves it open in at least 60% of seeds with confidence 90% | 5 seeds would show it if it holds in all of them"`,
      )
      expect(of(3, 2)).toMatchInlineSnapshot(
        `"inconclusive: 3 of 5 seeds have train acc > 0.99; the success rate lies between 0.25 and 0.89, which leaves it open in at least 60% of seeds with confidence 90% | more seeds bound the success rate more closely"`,
      )
    })

    test('its bounds are those of Clopper and Pearson at its own confidence', () => {
      const { evidence } = judge(share, [[paper, accuracies([1, 1, 1, 1, 1])]]).verdict
      expect(evidence?.method).toBe('share of seeds')
      expect(evidence?.successes?.low).toBeCloseTo(0.1 ** (1 / 5), 12)
      expect(evidence?.successes?.required).toBe(5)
    })

    test('a run that is missing keeps it from passing, unless it cannot matter', () => {
      const runs = [...accuracies(Array(9).fill(1)), { open: 'it was not run' }]
      expect(line(share, [[paper, runs]])).toMatchInlineSnapshot(
        `"pass: 9 of 10 seeds have train acc > 0.99 (lowest 100%; 90% lower bound on the success rate: 0.66)"`,
      )
      const [first, second, third, fourth] = accuracies([0.5, 0.5, 0.5, 0.5])
      const lost = [first, second, third, fourth, { lost: 'it was killed' }] as RunResult[]
      expect(line(share, [[paper, lost]])).toMatchInlineSnapshot(
        `"fail: seed 0 has 50%, so train acc > 0.99 fails (4 of 5 seeds; 90% upper bound on the success rate: 0.58)"`,
      )
    })
  })

  test('a comparison of arms', () => {
    const better = expectation(
      testAcc(paper),
      comparison('>', operation(testAcc(decay), '+', constant(0.03, 'points'), 'level')),
      { ...everySeed, text: 'test acc with sgd_paper > test acc with sgd_decay + 3pp' },
    )
    const runs: Runs = [
      [paper, accuracies([0.8, 0.81])],
      [decay, accuracies([0.76, 0.79])],
    ]
    expect(line(better, runs)).toBe(
      'fail: in seed 1 sgd_paper is 2pp above sgd_decay in test acc, so test acc with sgd_paper > test acc with sgd_decay + 3pp fails (1 of 2 seeds)',
    )
  })

  test('a difference that is the threshold does not exceed it, whatever the rounding', () => {
    const gap = expectation(
      operation(testAcc(paper), '-', testAcc(decay)),
      comparison('>', constant(0.3, 'points')),
      everySeed,
    )
    const runs: Runs = [
      [paper, accuracies([0.8])],
      [decay, accuracies([0.5])],
    ]
    // 0.8 - 0.5 is 0.30000000000000004.
    expect(judge(gap, runs).verdict.verdict).toBe('fail')
  })
})

describe('means', () => {
  const lower = operation(testAcc(decay), '-', constant(0.05, 'points'), 'level')
  const notWorse = expectation(testAcc(paper), comparison('>=', lower), {
    text: 'test acc with sgd_paper >= test acc with sgd_decay - 5pp',
  })
  const arms = (a: number[], b: number[]): Runs => [
    [paper, accuracies(a)],
    [decay, accuracies(b)],
  ]

  test('a difference that holds, fails, and stays open', () => {
    const a = [0.45, 0.46, 0.44]
    expect(line(notWorse, arms(a, [0.46, 0.475, 0.45]))).toMatchInlineSnapshot(
      `"pass: sgd_paper is 1.17pp below sgd_decay in test acc; the 95% bound -1.65pp is above the allowed -5pp; up to 63% of seeds could differ in kind: n = 3"`,
    )
    expect(line(notWorse, arms(a, [0.52, 0.535, 0.51]))).toMatchInlineSnapshot(
      `"fail: sgd_paper is 7.17pp below sgd_decay in test acc; even the 95% bound -6.68pp is below the allowed -5pp"`,
    )
    expect(line(notWorse, arms(a, [0.47, 0.51, 0.47]))).toMatchInlineSnapshot(
      `"inconclusive: sgd_paper is 3.33pp below sgd_decay in test acc, 90% interval -5.91pp to -0.76pp about the allowed -5pp; 3 seeds do not decide; about 7 would | 7 seeds give 80% power at the current estimate and SD (1.53pp)"`,
    )
    expect(line(notWorse, arms(a, [0.5, 0.53, 0.47]))).toMatchInlineSnapshot(
      `"inconclusive: sgd_paper is 5pp below sgd_decay in test acc, 90% interval -8.37pp to -1.63pp about the allowed -5pp; 3 seeds do not decide; more hardly would | the estimate lies on the bound, which no number of seeds decides"`,
    )
  })

  test('one seed is a point comparison, and says so', () => {
    expect(line(notWorse, arms([0.45], [0.49]))).toMatchInlineSnapshot(
      `"pass: sgd_paper is 4pp below sgd_decay in test acc in one seed, a point comparison (n = 1), so test acc with sgd_paper >= test acc with sgd_decay - 5pp"`,
    )
    const { evidence } = judge(notWorse, arms([0.45], [0.49])).verdict
    expect(evidence).toMatchObject({ method: 'one seed', n: 1 })
    expect(evidence).not.toHaveProperty('interval')
    expect(evidence).not.toHaveProperty('pValue')
  })

  test('no spread is decided, and says so', () => {
    expect(line(notWorse, arms([0.45, 0.46], [0.5, 0.51]))).toMatchInlineSnapshot(
      `"inconclusive: sgd_paper is 5pp below sgd_decay in test acc, 90% interval -5.19pp to -4.81pp about the allowed -5pp; 2 seeds do not decide; more hardly would; the spread is taken as 0.04pp, the least for such a measurement | the estimate lies on the bound, which no number of seeds decides"`,
    )
    const above = expectation(testAcc(paper), comparison('>', testAcc(decay)), { text: 'a > b' })
    expect(line(above, arms([0.45, 0.46], [0.45, 0.46]))).toMatchInlineSnapshot(
      `"inconclusive: sgd_paper is equal to sgd_decay in test acc, 90% interval -0.19pp to +0.19pp about zero; 2 seeds do not decide; more hardly would; the spread is taken as 0.04pp, the least for such a measurement | the estimate lies on the bound, which no number of seeds decides"`,
    )
  })

  test('a level whose noise must be skewed passes with that said', () => {
    const above = expectation(trainAcc(paper), comparison('>', constant(0.98)), { text: 'high' })
    const near = 'so near 100% noise is skewed, and a t bound passes falsely more often'
    expect(line(above, [[paper, accuracies([0.999, 0.995, 0.991])]])).toMatch(
      new RegExp(`^pass: mean train acc 99.5%; .*; ${near}`),
    )
    const away = line(above, [[paper, accuracies([0.9855, 0.986, 0.9865])]])
    expect(away).toMatch(/^pass: /)
    expect(away).not.toContain('skewed')
    // Downwards there is room.
    const below = expectation(trainAcc(paper), comparison('<', constant(0.999)), { text: 'low' })
    expect(line(below, [[paper, accuracies([0.99, 0.986, 0.988])]])).not.toContain('skewed')
    const rare = expectation(trainAcc(paper), comparison('<', constant(0.02)), { text: 'rare' })
    expect(line(rare, [[paper, accuracies([0.001, 0.005, 0.009])]])).toContain('so near 0% noise')
    // What arms share cancels.
    const difference = expectation(trainAcc(paper), comparison('>', trainAcc(decay)))
    expect(line(difference, arms([0.999, 0.995, 0.991], [0.9, 0.897, 0.892]))).not.toContain(
      'skewed',
    )
  })

  test('equivalence', () => {
    const chance = { type: 'constant', value: 0.1, unit: 'level', text: 'chance' } as const
    const relation: Relation = { type: 'equivalence', right: chance, margin: 0.01 }
    const atChance = expectation(testAcc(paper), relation, { text: 'test acc ~ chance within 1pp' })
    const of = (values: number[]) => line(atChance, [[paper, accuracies(values)]])
    expect(of([0.101, 0.102, 0.099])).toMatchInlineSnapshot(
      `"pass: mean test acc 10.07%; the 90% interval 9.81% to 10.32% lies within 9% to 11%; the test set's own sampling error: ±0.51pp; up to 63% of seeds could differ in kind: n = 3"`,
    )
    expect(of([0.121, 0.122, 0.12])).toMatchInlineSnapshot(
      `"fail: mean test acc 12.1%; the 90% interval 11.93% to 12.27% lies outside 9% to 11%; the test set's own sampling error: ±0.55pp"`,
    )
    expect(of([0.101, 0.112, 0.109])).toMatchInlineSnapshot(
      `"inconclusive: mean test acc 10.73%, 90% interval 9.77% to 11.69% about 9% to 11%; 3 seeds do not decide; about 30 would; the test set's own sampling error: ±0.52pp | 30 seeds give 80% power at the current estimate and SD (0.57pp)"`,
    )
    const same = expectation(
      testAcc(paper),
      { ...relation, right: testAcc(decay) },
      { text: 'test acc with sgd_paper ~ test acc with sgd_decay within 1pp' },
    )
    expect(line(same, arms([0.45, 0.46, 0.44], [0.451, 0.458, 0.442]))).toMatchInlineSnapshot(
      `"pass: sgd_paper is 0.03pp below sgd_decay in test acc; the 90% interval -0.38pp to +0.32pp lies within ±1pp; up to 63% of seeds could differ in kind: n = 3"`,
    )
  })

  test('arithmetic on both sides', () => {
    const shuffled = arm('mlp on cifar with sgd_paper under shuffled pixels')
    const named = (of: typeof paper, text: string) => ({ ...testAcc(of), text }) as Expression
    const under = named(shuffled, 'test acc under shuffled pixels')
    const left = operation(named(paper, 'test acc'), '-', under)
    const gap = operation(named(decay, 'test acc with sgd_decay'), '-', under)
    const right = operation(gap, '+', constant(0.01, 'points'))
    const claim = expectation(left, comparison('<', right), {
      text: 'the gap grows by at most 1pp',
    })
    const runs: Runs = [
      ...arms([0.45, 0.46, 0.44], [0.46, 0.48, 0.45]),
      [shuffled, accuracies([0.3, 0.31, 0.33])],
    ]
    expect(line(claim, runs)).toMatchInlineSnapshot(
      `"pass: test acc - test acc under shuffled pixels is 1.33pp below test acc with sgd_decay - test acc under shuffled pixels; the 95% bound -0.36pp is below the allowed +1pp; up to 63% of seeds could differ in kind: n = 3"`,
    )
  })
})

describe('one seed of several, by the command line', () => {
  const above = expectation(testAcc(paper), comparison('>', testAcc(decay)), { text: 'a > b' })
  const runs: Runs = [
    [paper, accuracies([0.6])],
    [decay, accuracies([0.5])],
  ]

  test('leaves a mean open, either way', () => {
    const cut: Expectation = { ...above, cutToOne: true }
    expect(line(cut, runs)).toMatchInlineSnapshot(
      `"inconclusive: sgd_paper is 10pp above sgd_decay in test acc in one seed, a point comparison (n = 1), which leaves open whether a > b | one seed says nothing of a mean: run the seeds of the spec"`,
    )
    const [a, b] = runs
    expect(judge(cut, [[paper, accuracies([0.4])], b as Runs[number]]).verdict.verdict).toBe(
      'inconclusive',
    )
    expect(judge(cut, [a as Runs[number], [decay, [{ lost: 'killed' }]]]).verdict.verdict).toBe(
      'error',
    )
  })

  test('decides what is about each seed', () => {
    const each: Expectation = { ...above, cutToOne: true, quantifier: { type: 'every seed' } }
    expect(judge(each, runs).verdict.verdict).toBe('pass')
  })

  test('a spec that says one seed has its comparison', () => {
    expect(line(above, runs)).toMatchInlineSnapshot(
      `"pass: sgd_paper is 10pp above sgd_decay in test acc in one seed, a point comparison (n = 1), so a > b"`,
    )
  })
})

describe('equal values are not certainty', () => {
  const small = [arm('mlp with a', 100), arm('mlp with b', 100)] as const
  const better = expectation(testAcc(small[0]), comparison('>', testAcc(small[1])), {
    text: 'a > b',
  })
  const byOneImage = (n: number) =>
    line(better, [
      [small[0], accuracies(Array<number>(n).fill(0.98))],
      [small[1], accuracies(Array<number>(n).fill(0.97))],
    ])

  test('a difference of one image of 100', () => {
    expect(byOneImage(5)).toMatchInlineSnapshot(
      `"inconclusive: a is 1pp above b in test acc, 90% interval -1.34pp to +3.34pp about zero; 5 seeds do not decide; about 39 would; the spread is taken as 2.45pp, the least for such a measurement | 39 seeds give 80% power at the current estimate and SD (2.45pp)"`,
    )
    expect(byOneImage(20)).toMatchInlineSnapshot(
      `"pass: a is 1pp above b in test acc; the 95% bound +0.05pp is above zero; the spread is taken as 2.45pp, the least for such a measurement; up to 14% of seeds could differ in kind: n = 20"`,
    )
  })

  test('all images right in every seed', () => {
    const nearlyAll = expectation(testAcc(small[0]), comparison('>', constant(0.99)), {
      text: 'test acc > 99%',
    })
    const all = (n: number) => line(nearlyAll, [[small[0], accuracies(Array<number>(n).fill(1))]])
    expect(all(3)).toMatchInlineSnapshot(
      `"inconclusive: mean test acc 100%, 90% interval 98.81% to 101.19% about 99%; 3 seeds do not decide; about 5 would; the spread is taken as 0.71pp, the least for such a measurement; the test set's own sampling error: ±3.29pp | 5 seeds give 80% power at the current estimate and SD (0.71pp)"`,
    )
    expect(all(5)).toMatchInlineSnapshot(
      `"pass: mean test acc 100%; the 95% bound 99.33% is above 99%; so near 100% noise is skewed, and a t bound passes falsely more often than its level says; the spread is taken as 0.71pp, the least for such a measurement; the test set's own sampling error: ±3.29pp; up to 45% of seeds could differ in kind: n = 5"`,
    )
  })

  test('times in whole epochs', () => {
    const right = operation(constant(1.6, 'number'), '*', epochsTo(small[1], lossBelow), 'number')
    const faster = expectation(epochsTo(small[0], lossBelow), comparison('<', right), {
      text: 'a < 1.6 b',
    })
    const times = line(faster, [
      [small[0], reaching([3, 3, 3, 3, 3])],
      [small[1], reaching([2, 2, 2, 2, 2])],
    ])
    expect(times).toMatchInlineSnapshot(
      `"inconclusive: a is 1.5× b in epochs to (train loss < 0.05), 90% interval 1.11× to 2.027× about the allowed 1.6×; 5 seeds do not decide; about 150 would; the spread is taken as a factor of 1.371, the least for such a measurement | 150 seeds give 80% power at the current estimate and SD (0.3156, of the logarithm)"`,
    )
  })

  test('what is computed is exact', () => {
    const parameters = { type: 'measurement', metric: 'params', unit: 'number' } as const
    const count = { ...parameters, text: 'params', arm: small[0] }
    const claim = expectation(count, comparison('<', constant(101, 'number')), {
      text: 'params < 101',
    })
    expect(line(claim, [[small[0], accuracies([0.9, 0.8, 0.7])]])).toMatchInlineSnapshot(
      `"pass: mean params 100, the same in all 3 seeds, so params < 101"`,
    )
  })
})

describe('ratios', () => {
  const [left, right] = [epochsTo(paper, lossBelow), epochsTo(decay, lossBelow)]
  const fiveTimes = operation(constant(5, 'number'), '*', right, 'number')
  const text = 'epochs to fit with sgd_paper < 5 times epochs to fit with sgd_decay'
  const slower = expectation(left, comparison('<', fiveTimes), { text })
  const of = (a: (number | undefined)[], b: (number | undefined)[], claim = slower, epochs = 60) =>
    line(claim, [
      [paper, reaching(a, epochs)],
      [decay, reaching(b, epochs)],
    ])

  test('that hold, fail and stay open', () => {
    expect(of([20, 22, 25], [10, 11, 10])).toMatchInlineSnapshot(
      `"pass: sgd_paper is 2.154× sgd_decay in epochs to (train loss < 0.05); the 95% bound 3.668× is below the allowed 5×; if such times have a long tail, a t bound passes falsely more often than its level says; the spread is taken as a factor of 1.371, the least for such a measurement; up to 63% of seeds could differ in kind: n = 3"`,
    )
    expect(of([59, 58, 60], [10, 10, 10])).toMatchInlineSnapshot(
      `"inconclusive: sgd_paper is 5.899× sgd_decay in epochs to (train loss < 0.05), 90% interval 3.465× to 10.04× about the allowed 5×; 3 seeds do not decide; about 24 would; the spread is taken as a factor of 1.371, the least for such a measurement | 24 seeds give 80% power at the current estimate and SD (0.3156, of the logarithm)"`,
    )
    expect(of([50, 52, 60], [10, 8, 10])).toMatchInlineSnapshot(
      `"inconclusive: sgd_paper is 5.799× sgd_decay in epochs to (train loss < 0.05), 90% interval 3.406× to 9.872× about the allowed 5×; 3 seeds do not decide; about 30 would; the spread is taken as a factor of 1.371, the least for such a measurement | 30 seeds give 80% power at the current estimate and SD (0.3156, of the logarithm)"`,
    )
  })

  test('a condition that was not reached counts as infinite, and against the claim', () => {
    expect(of([20, 22, undefined], [10, 11, 10])).toMatchInlineSnapshot(
      `"fail: the run of mlp on cifar with sgd_paper, seed 2, did not reach train loss < 0.05 in 60 epochs, so epochs to fit with sgd_paper < 5 times epochs to fit with sgd_decay fails (1 of 3 seeds)"`,
    )
    expect(of([20, 22, undefined], [10, 11, 20])).toMatchInlineSnapshot(
      `"fail: the run of mlp on cifar with sgd_paper, seed 2, did not reach train loss < 0.05 in 60 epochs, so epochs to fit with sgd_paper < 5 times epochs to fit with sgd_decay fails (1 of 3 seeds) | the run ended before this was settled: let the training last more epochs"`,
    )
    const { evidence } = judge(slower, [
      [paper, reaching([20, undefined])],
      [decay, reaching([10, 10])],
    ]).verdict
    expect(JSON.parse(JSON.stringify(evidence))).toMatchObject({
      estimate: 'Infinity',
      perSeed: [{ left: 20 }, { left: 'Infinity', censored: true }],
    })
  })

  test('a reference that was not reached is taken at the end of its run', () => {
    expect(of([20, 22, 25], [10, 11, undefined])).toMatchInlineSnapshot(
      `"inconclusive: sgd_paper is at most 1.186× sgd_decay in epochs to (train loss < 0.05), 90% interval 0.2576× to 5.458× about the allowed 5×; 3 seeds do not decide; about 5 would; a condition not reached in 1 of 3 seeds counts as just longer than its run | 5 seeds give 80% power at the current estimate and SD (0.9056, of the logarithm)"`,
    )
    expect(of([20, 22, 60], [10, 11, undefined], slower, 10)).toContain('fail: ')
  })

  test('a claim of slowness passes on what the end of the run shows', () => {
    const muchSlower = expectation(left, comparison('>', fiveTimes), {
      text: 'much slower',
      ...everySeed,
    })
    expect(of([undefined, 55, 60], [5, 10, 6], muchSlower)).toMatchInlineSnapshot(
      `"pass: all 3 seeds have much slower (smallest ratio 5.5×; 95% lower bound on the success rate: 0.37)"`,
    )
    expect(of([undefined, 55, 60], [15, 10, 6], muchSlower)).toMatchInlineSnapshot(
      `"fail: the run of mlp on cifar with sgd_paper, seed 0, did not reach train loss < 0.05 in 60 epochs, so much slower fails (1 of 3 seeds) | the run ended before this was settled: let the training last more epochs"`,
    )
  })

  test('of accuracies: swapping the arms and inverting the factor is the same claim', () => {
    const twice = expectation(
      testAcc(paper),
      comparison('>', operation(constant(2, 'number'), '*', testAcc(decay), 'level')),
    )
    const half = expectation(
      testAcc(decay),
      comparison('<', operation(constant(0.5, 'number'), '*', testAcc(paper), 'level')),
    )
    const runs: Runs = [
      [paper, accuracies([0.6, 0.66, 0.61])],
      [decay, accuracies([0.2, 0.21, 0.22])],
    ]
    const [one, other] = [judge(twice, runs).verdict, judge(half, runs).verdict]
    expect(one.verdict).toBe('pass')
    expect(other.verdict).toBe('pass')
    expect(one.evidence?.pValue).toBeCloseTo(other.evidence?.pValue ?? NaN, 9)
  })

  test('need numbers above zero', () => {
    const twice = expectation(
      testAcc(paper),
      comparison('>', operation(constant(2, 'number'), '*', testAcc(decay), 'level')),
    )
    const runs: Runs = [
      [paper, accuracies([0.6, 0.66])],
      [decay, accuracies([0.2, 0])],
    ]
    expect(line(twice, runs)).toMatchInlineSnapshot(
      `"error: cannot be judged: a ratio needs numbers above zero, and seed 1 has one that is not"`,
    )
  })
})

describe('trends', () => {
  const points = [0, 10, 20].map((p) => ({
    label: `p = ${p}%`,
    of: arm(`mlp on cifar with sgd under random labels ${p}%`),
  }))
  const trend = (rest: Partial<Extract<Relation, { type: 'trend' }>> = {}, more = {}) =>
    expectation(
      testAcc(points[0]?.of ?? paper),
      {
        type: 'trend',
        direction: 'increases',
        variable: 'p',
        tolerance: 0,
        points: points.map(({ label, of }) => ({ label, left: testAcc(of) })),
        ...rest,
      },
      { text: `test acc ${rest.direction ?? 'increases'} with p`, ...more },
    )
  const of = (values: number[][], claim = trend()) =>
    line(
      claim,
      points.map(({ of }, index) => [of, accuracies(values[index] ?? [])] as const),
    )
  const [a, b] = [
    [0.1, 0.11, 0.12],
    [0.2, 0.21, 0.23],
  ]

  test('that hold, fail and stay open', () => {
    expect(of([a, b, [0.3, 0.32, 0.33]])).toMatchInlineSnapshot(
      `"pass: test acc rises by 20.67pp from p = 0% to p = 20%; the 95% bound of every step is at least zero (+9.36pp for the step from p = 0% to p = 10%); up to 63% of seeds could differ in kind: n = 3"`,
    )
    expect(of([a, b, [0.17, 0.18, 0.21]])).toMatchInlineSnapshot(
      `"fail: test acc rises by 7.67pp from p = 0% to p = 20%, the step from p = 10% to p = 20% by -2.67pp; even its 98.33% bound -0.89pp is below zero (Bonferroni, 3 tests)"`,
    )
    expect(of([a, b, [0.22, 0.22, 0.22]])).toMatchInlineSnapshot(
      `"inconclusive: test acc rises by 11pp from p = 0% to p = 20%, the step from p = 10% to p = 20% by +0.67pp, 90% interval -1.91pp to +3.24pp about zero; 3 seeds do not decide; about 34 would | 34 seeds give 80% power at the current estimate and SD (1pp)"`,
    )
  })

  test('a tolerance lets a step go back a little, never the whole', () => {
    const tolerant = trend({ tolerance: 0.05 })
    expect(of([a, b, [0.19, 0.205, 0.22]], tolerant)).toMatchInlineSnapshot(
      `"pass: test acc rises by 9.5pp from p = 0% to p = 20%; the 95% bound of every step is at least the allowed -5pp (-1.32pp for the step from p = 10% to p = 20%); up to 63% of seeds could differ in kind: n = 3"`,
    )
    expect(of([a, a, a], tolerant)).toMatchInlineSnapshot(
      `"inconclusive: test acc rises by 0pp from p = 0% to p = 20%, 90% interval -0.07pp to +0.07pp about zero; 3 seeds do not decide; more hardly would; the spread is taken as 0.04pp, the least for such a measurement | the estimate lies on the bound, which no number of seeds decides"`,
    )
  })

  test('downwards, the sentence tells how the quantity moves', () => {
    const down = trend({ direction: 'decreases' })
    expect(of([[0.3, 0.32, 0.33], b, a], down)).toMatchInlineSnapshot(
      `"pass: test acc falls by 20.67pp from p = 0% to p = 20%; the 95% bound of every step is at most zero (-9.36pp for the step from p = 0% to p = 10%); up to 63% of seeds could differ in kind: n = 3"`,
    )
    expect(of([a, b, [0.3, 0.32, 0.33]], down)).toMatchInlineSnapshot(
      `"fail: test acc rises by 20.67pp from p = 0% to p = 20%; even its 98.33% bound +18.89pp is above zero (Bonferroni, 3 tests)"`,
    )
  })

  test('in one seed, and in every seed', () => {
    expect(of([[0.1], [0.2], [0.22]])).toMatchInlineSnapshot(
      `"pass: test acc rises by 12pp from p = 0% to p = 20%, the step from p = 10% to p = 20% by +2pp, a point comparison (n = 1), so test acc increases with p"`,
    )
    const every = trend({}, everySeed)
    expect(of([a, b, [0.3, 0.32, 0.33]], every)).toMatchInlineSnapshot(
      `"pass: in all 3 seeds test acc increases with p (smallest step +10pp in its direction; 95% lower bound on the success rate: 0.37)"`,
    )
    expect(of([a, b, [0.3, 0.32, 0.22]], every)).toMatchInlineSnapshot(
      `"fail: in seed 2 it changes by -1pp from p = 10% to p = 20%, so test acc increases with p fails (1 of 3 seeds)"`,
    )
  })

  test('carry each step', () => {
    const { evidence } = judge(
      trend(),
      points.map(({ of }, index) => [of, accuracies([a, b, b][index] ?? [])] as const),
    ).verdict
    expect(evidence).toMatchObject({ method: 'ordered alternative', scale: 'rise', unit: 'points' })
    expect(evidence?.steps?.map(({ from, to }) => [from, to])).toEqual([
      ['p = 0%', 'p = 10%'],
      ['p = 10%', 'p = 20%'],
    ])
    expect(evidence?.steps?.[1]?.estimate).toBe(0)
  })
})

describe('declared looks', () => {
  const better = expectation(testAcc(paper), comparison('>', testAcc(decay)), {
    text: 'test acc with sgd_paper > test acc with sgd_decay',
    looks: [3, 5, 10],
    seeds: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  })
  const b = [0.5, 0.51, 0.49, 0.5, 0.5, 0.51, 0.49, 0.5, 0.5, 0.5]
  const above = (differences: number[]) =>
    line(better, [
      [paper, accuracies(differences.map((difference, seed) => difference + (b[seed] ?? 0)))],
      [decay, accuracies(b)],
    ])

  test('decide as soon as they can, at the level of the look', () => {
    expect(above([0.1, 0.11, 0.1])).toMatchInlineSnapshot(
      `"pass: sgd_paper is 10.33pp above sgd_decay in test acc; the 99.18% bound +7.77pp is above zero; decided at the look after 3 of 10 seeds, which biases the estimate towards the verdict; up to 63% of seeds could differ in kind: n = 3"`,
    )
    // What lies beyond a look that has decided has no say.
    expect(above([0.1, 0.11, 0.1, -0.3, -0.3])).toBe(above([0.1, 0.11, 0.1]))
  })

  test('are undecided at the last, or interrupted before it', () => {
    expect(above([0.02, -0.02, 0.01, 0, 0.01, -0.01, 0.02, 0, 0.01, 0])).toMatchInlineSnapshot(
      `"inconclusive: sgd_paper is 0.4pp above sgd_decay in test acc, 92.56% interval -0.41pp to +1.21pp about zero; 10 seeds do not decide; about 71 would | 71 seeds give 80% power at the current estimate and SD (1.26pp)"`,
    )
    expect(above([0.02, -0.02, 0.01, 0])).toMatchInlineSnapshot(
      `"inconclusive: sgd_paper is 0.33pp above sgd_decay in test acc, 98.36% interval -8.93pp to +9.59pp about zero; interrupted before the look after 5 seeds | the run of mlp on cifar with sgd_paper, seed 4: it was not run"`,
    )
    expect(above([0.02, -0.02])).toMatchInlineSnapshot(
      `"inconclusive: interrupted after 2 of 10 seeds, before the first look after 3 | the run of mlp on cifar with sgd_paper, seed 2: it was not run"`,
    )
  })

  test('are in error where nothing was measured, or a run that the next look needs is lost', () => {
    expect(above([])).toMatchInlineSnapshot(
      `"error: cannot be judged: the run of mlp on cifar with sgd_paper, seed 0: it was not run"`,
    )
    const lost: RunResult[] = [...accuracies([0.51, 0.5, 0.5]), { lost: 'it was killed' }]
    expect(
      line(better, [
        [paper, lost],
        [decay, accuracies(b)],
      ]),
    ).toMatchInlineSnapshot(
      `"error: cannot be judged: the run of mlp on cifar with sgd_paper, seed 3: it was killed"`,
    )
  })
})

describe('equality is exact', () => {
  const params = { ...testAcc(paper), metric: 'params', unit: 'number', text: 'params' } as const
  const sized = (parameters: number): RunResult[] =>
    [0, 1].map(() => ({ record: run([{}], { parameters }) }))

  test('in every seed, also where a mean is asked for', () => {
    const claim = expectation(params, comparison('=', constant(1_209_866, 'number')), {
      text: 'params = 1_209_866',
    })
    expect(line(claim, [[paper, sized(1_209_866)]])).toMatchInlineSnapshot(
      `"pass: params = 1_209_866, exactly in 2 seeds"`,
    )
    expect(line(claim, [[paper, sized(1_209_867)]])).toMatchInlineSnapshot(
      `"fail: seed 0 has 1,209,867, so params = 1_209_866 fails (2 of 2 seeds)"`,
    )
  })
})

test('a computation is judged by the values that it led to', () => {
  const solver = { ...paper, setup: { computation: {} } as typeof paper.setup }
  const residual = { ...testAcc(solver), metric: 'max residual', unit: 'number' } as Expression
  const claim = expectation(residual, comparison('<', constant(1e-6, 'number')), {
    ...everySeed,
    text: 'max residual < 1e-6',
  })
  const computed = (value: number): RunResult => ({
    record: run([], { values: { 'max residual': value } }),
  })
  expect(line(claim, [[solver, [computed(3.2e-9)]]])).toBe(
    'pass: the one seed has max residual < 1e-6 (highest 3.2e-9; n = 1)',
  )
  expect(line(claim, [[solver, [computed(1e-6)]]])).toMatch(
    /^fail: seed 0 has 0.000001, so max residual/,
  )
})

describe('what cannot be judged never passes', () => {
  const fits = comparison('>', constant(0.5))
  const ask = (quantifier: Expectation['quantifier'], results: RunResult[]) =>
    line(expectation(trainAcc(paper), fits, { quantifier, text: 'train acc > 50%' }), [
      [paper, results],
    ])
  const holding = accuracies([0.9, 0.9, 0.9, 0.9])
  const diverged: RunResult = {
    record: run([{}], { status: 'diverged', reason: 'the training loss became NaN in epoch 12' }),
  }
  const broken: Record<string, RunResult> = {
    lost: { lost: 'it was killed' },
    'not run': { open: 'it was not run' },
    stopped: { record: run([{}], { status: 'stopped', reason: 'it was stopped early' }) },
    diverged,
    NaN: accuracies([NaN])[0] as RunResult,
  }
  const quantifiers: Expectation['quantifier'][] = [
    { type: 'every seed' },
    { type: 'on average' },
    { type: 'at least', count: 5 },
  ]

  test.each(Object.entries(broken))('a run that is %s is an error', (_name, result) => {
    for (const quantifier of quantifiers) {
      expect(ask(quantifier, [...holding, result])).toMatch(
        /^error: cannot be judged: the run of mlp .* seed 4: /,
      )
    }
  })

  test('nor where k of n hold without what is lost or NaN', () => {
    for (const name of ['lost', 'diverged', 'NaN']) {
      const results = [...holding, broken[name] as RunResult]
      expect(ask({ type: 'at least', count: 4 }, results)).toMatch(/^error: /)
    }
  })

  test('a counter-example is one, whatever became of the other runs', () => {
    for (const result of Object.values(broken)) {
      expect(ask({ type: 'every seed' }, [...accuracies([0.9, 0.2]), result])).toMatch(
        /^fail: seed 1 has 20%/,
      )
    }
  })

  test('a run that trained badly is data', () => {
    expect(ask({ type: 'every seed' }, accuracies([0.9, 0.1]))).toMatch(/^fail: /)
  })

  test('no seeds', () => {
    const claim = expectation(trainAcc(paper), fits)
    expect(line(claim, [[paper, []]])).toBe('error: cannot be judged: there are no seeds')
  })

  test('what a diverged run had reached before stays reached', () => {
    const claim = expectation(epochsTo(paper, lossBelow), comparison('<', constant(20, 'number')), {
      ...everySeed,
      text: 'epochs to (train loss < 0.05) < 20',
    })
    const [reached] = reaching([7], 10) as [{ record: ReturnType<typeof run> }]
    const result = { record: { ...reached.record, status: 'diverged' as const } }
    expect(line(claim, [[paper, [result]]])).toMatchInlineSnapshot(
      `"pass: the one seed has epochs to (train loss < 0.05) < 20 (highest 7 epochs; n = 1)"`,
    )
    expect(line(claim, [[paper, [diverged]]])).toMatch(/^error: .* became NaN in epoch 12$/)
  })
})

describe('sweeps', () => {
  const points = [0, 50, 100].map((p) => ({ label: `p = ${p}%`, of: arm(`mlp under noise ${p}%`) }))
  const claim = (rest: Partial<Expectation>): Expectation => ({
    ...expectation(testAcc(paper), comparison('>', constant(0.5)), { text: 'test acc > 50%' }),
    cases: points.map(({ label, of }) => ({
      label,
      left: testAcc(of),
      relation: comparison('>', constant(0.5)),
    })),
    ...rest,
  })
  const of = (values: number[][], rest: Partial<Expectation> = {}) =>
    judge(
      claim(rest),
      points.map((point, index) => [point.of, accuracies(values[index] ?? [])] as const),
    )

  test('every case has its verdict, and the worst speaks for all', () => {
    const judged = of(
      [
        [0.9, 0.8],
        [0.9, 0.4],
        [0.7, 0.6],
      ],
      everySeed,
    )
    expect(judged.cases.map(({ label, verdict }) => [label, verdict])).toEqual([
      ['p = 0%', 'pass'],
      ['p = 50%', 'fail'],
      ['p = 100%', 'pass'],
    ])
    expect(judged.verdict.sentence).toBe(
      'p = 50%: seed 1 has 40%, so test acc > 50% fails (1 of 2 seeds)',
    )
  })

  test('where all pass, the closest speaks', () => {
    const judged = of(
      [
        [0.9, 0.8],
        [0.7, 0.6],
        [0.9, 0.9],
      ],
      everySeed,
    )
    expect(judged.verdict.sentence).toBe(
      'p = 50% (the closest of 3): all 2 seeds have test acc > 50% (lowest 60%; 95% lower bound on the success rate: 0.22)',
    )
  })

  test('failing is corrected for their number, passing need not be', () => {
    // p = 0.0445 by scipy.stats.ttest_1samp(low, 0.5, alternative='less'): between 0.05 / 3 and 0.05.
    const low = [0.47, 0.45, 0.485]
    const high = [0.6, 0.61, 0.63]
    const claim = expectation(testAcc(paper), comparison('>', constant(0.5)))
    expect(judge(claim, [[paper, accuracies(low)]]).verdict.verdict).toBe('fail')
    expect(of([high, low, high]).verdict.verdict).toBe('inconclusive')
    const judged = of([high, [0.4, 0.41, 0.42], high])
    expect(judged.verdict.verdict).toBe('fail')
    expect(judged.verdict.sentence).toMatchInlineSnapshot(
      `"p = 50%: mean test acc 41%; even the 98.33% bound 44.08% is below 50% (Bonferroni, 3 tests); the test set's own sampling error: ±0.82pp"`,
    )
    expect(judged.verdict.evidence?.failing).toMatchObject({ correction: 'Bonferroni', tests: 3 })
    expect(of([high, high, high]).verdict.verdict).toBe('pass')
  })
})

describe('numbers never contradict the verdict', () => {
  test('a value just above its threshold keeps the digits that show it', () => {
    const claim = (threshold: number) =>
      expectation(trainAcc(paper), comparison('>', constant(threshold)), {
        ...everySeed,
        text: `train acc > ${100 * threshold}%`,
      })
    expect(line(claim(0.9999), [[paper, accuracies([0.99996])]])).toContain('lowest 99.996%')
    expect(line(claim(0.99996), [[paper, accuracies([0.99996])]])).toContain('seed 0 has 99.996%')
    expect(line(claim(0.5), [[paper, accuracies([0.500000001])]])).toContain('lowest 50.0000001%')
  })

  test('a bound that rounds to its threshold gets more digits', () => {
    const claim = expectation(trainAcc(paper), comparison('>', constant(0.99)), {
      text: 'train acc > 99%',
    })
    // The lower bound is 99.0004%: 0.991 - 2.9199856 * 0.0005 / sqrt(3) + a little.
    const values = [0.9905, 0.991, 0.9915].map((value) => value - 0.000153)
    expect(line(claim, [[paper, accuracies(values)]])).toMatchInlineSnapshot(
      `"pass: mean train acc 99.08%; the 95% bound 99.0004% is above 99%; up to 63% of seeds could differ in kind: n = 3"`,
    )
  })
})

describe('the ends of what can be judged', () => {
  test('numbers beyond any share are shown as written', () => {
    const huge = expectation(testAcc(paper), comparison('>', constant(1e308)))
    expect(line(huge, [[paper, accuracies([0.7, 0.71, 0.7])]])).toMatchInlineSnapshot(
      `"fail: mean test acc 70.33%; even the 95% bound 71.31% is below 1e+308; the test set's own sampling error: ±0.76pp"`,
    )
    const margin = operation(testAcc(decay), '+', constant(1e308, 'points'))
    const above = expectation(testAcc(paper), comparison('>', margin))
    const runs: Runs = [
      [paper, accuracies([0.7, 0.71, 0.7])],
      [decay, accuracies([0.6, 0.61, 0.62])],
    ]
    expect(line(above, runs)).toMatchInlineSnapshot(
      `"fail: sgd_paper is 9.33pp above sgd_decay in test acc; even the 95% bound +11.28pp is below the required +1e+308"`,
    )
  })

  test('a claim that every run leaves open at its end asks for longer runs, not for more seeds', () => {
    const late = expectation(epochsTo(paper, lossBelow), comparison('>', constant(60, 'epochs')))
    expect(
      line(late, [[paper, reaching([undefined, undefined, undefined])]]),
    ).toMatchInlineSnapshot(
      `"inconclusive: mean epochs to (train loss < 0.05) at least 60 epochs, 90% interval 34.71 epochs to 85.29 epochs about 60 epochs; 3 seeds of this length do not decide; a condition not reached in 3 of 3 seeds counts as just longer than its run; the spread is taken as 15 epochs, the least for such a measurement | the run ended before this was settled: let the training last more epochs"`,
    )
  })
})
