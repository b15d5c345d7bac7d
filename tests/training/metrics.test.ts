import { expect, test } from 'vitest'
import { builtinRegistry } from '../../src/config/builtin-kinds.js'
import { isMet, measure } from '../../src/kinds/measure.js'
import type { Evaluation, MeasuredRun } from '../../src/kinds/metric.js'

const evaluation = (epoch: number, trainLoss: number, testAccuracy: number): Evaluation => ({
  ...{ epoch, step: 10 * epoch, trainAccuracy: 1 - trainLoss / 4, trainLoss },
  ...{ testAccuracy, testLoss: 1 - testAccuracy, onlineAccuracy: 0.5 },
  testTopAccuracies: [testAccuracy, 0.75, 1],
})

const run: MeasuredRun = {
  curve: [
    evaluation(2, 2, 0.3),
    evaluation(4, 1, 0.6),
    evaluation(6, 0.5, 0.6),
    evaluation(8, 0.4, 0.5),
  ],
  ...{ stepsPerEpoch: 10, trainExamples: 100, parameters: 7 },
  provenance: { seconds: 12, setupSeconds: 2, peakMemory: 5 },
}

const below = (value: number) => ({ metric: 'train loss', operator: '<', value }) as const

test.each([
  ['test acc', 0.5],
  ['test error', 0.5],
  ['train loss', 0.4],
  ['generalization gap', 0.4],
  ['test top-2 acc', 0.75],
  // With three classes all examples have theirs among the ten largest outputs.
  ['test top-10 acc', 1],
  ['online train acc', 0.5],
  ['best test acc', 0.6],
  ['best test epoch', 4],
  ['epochs since best test acc', 4],
  ['epochs since best train loss', 0],
  ['wall time', 12],
  ['images per second', 80],
  ['weight norm', undefined],
])('%s', (metric, value) => {
  const found = measure(builtinRegistry, run, metric)
  if (value === undefined) expect(found).toBeUndefined()
  else expect(found).toBeCloseTo(value, 12)
})

test('epochs and steps to a condition are infinite where it was not met', () => {
  expect(measure(builtinRegistry, run, 'epochs to', below(0.6))).toBe(6)
  expect(measure(builtinRegistry, run, 'steps to', below(0.6))).toBe(60)
  expect(measure(builtinRegistry, run, 'epochs to', below(0.4))).toBe(Infinity)
  expect(isMet(builtinRegistry, run, { ...below(0.4), operator: '<=' })).toBe(true)
})

test('a percentage is met by the examples that make it, neither more nor fewer', () => {
  const met = (metric: string, operator: '<' | '<=' | '>' | '>=', percent: number, right: number) =>
    isMet(
      builtinRegistry,
      { ...run, curve: [evaluation(1, 0, right / 1000)] },
      // As a spec's condition is stored.
      { metric, operator, value: percent / 100 },
    )
  for (let right = 1; right < 1000; right++) {
    const at = (operator: '<' | '<=' | '>' | '>=') => [
      met('test acc', operator, right / 10, right),
      met('test error', operator, (1000 - right) / 10, right),
    ]
    expect([at('<'), at('>')].flat()).toEqual([false, false, false, false])
    expect([at('<='), at('>=')].flat()).toEqual([true, true, true, true])
    expect(met('test acc', '>', right / 10, right + 1)).toBe(true)
    expect(met('test error', '>=', (1000 - right) / 10, right + 1)).toBe(false)
  }
  expect(met('epochs', '>=', 100, 500)).toBe(true)
})
