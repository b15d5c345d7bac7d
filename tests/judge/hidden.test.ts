import { describe, expect, test } from 'vitest'
import { builtinRegistry } from '../../src/config/builtin-kinds.js'
import { Registry } from '../../src/kinds/registry.js'
import { hiddenDeviation } from '../../src/judge/hidden-deviation.js'
import { defineMetric } from '../../src/kinds/metric.js'
import { arm, lossBelow } from '../support/judging.js'

const small = arm('small', 1000, 5)
const of = (metric: string, value: number, registry = builtinRegistry) =>
  hiddenDeviation(
    registry,
    { type: 'measurement', metric, unit: 'number', text: metric, arm: small },
    value,
  )
const kinds = builtinRegistry.all('metric')

describe('what a metric hides on 1,000 examples, evaluated every 5 epochs', () => {
  test.each([
    ['test acc', 1, Math.sqrt(0.5) / 1000],
    ['train error', 0.002, Math.sqrt(2.5) / 1000],
    ['online train acc', 0.5, 3 / 1000],
    ['best test acc', 0.999, Math.sqrt(1.5) / 1000],
    ['generalization gap', 0.1, 0.6 * Math.hypot(1 / 1000, 1 / 1000)],
    ['best test epoch', 10, 3],
    ['epochs since best test loss', 10, 3],
    ['train loss', 1, 2 ** -24],
    ['params', 1000, 0],
  ])('%s of %d: %d', (metric, value, hidden) => {
    expect(of(metric, value)).toBeCloseTo(hidden, 12)
  })

  test('times to a condition: a quarter, at least half of the epochs or steps between evaluations', () => {
    const time = (metric: string, value: number) =>
      hiddenDeviation(
        builtinRegistry,
        {
          type: 'measurement',
          metric,
          condition: lossBelow,
          unit: metric.slice(0, -3),
          text: '',
          arm: small,
        },
        value,
      )
    expect(time('epochs to', 40)).toBe(10)
    expect(time('epochs to', 5)).toBe(2.5)
    // 10 steps an epoch.
    expect(time('steps to', 400)).toBe(100)
    expect(time('steps to', 50)).toBe(25)
  })

  test('no built-in metric that a training measures is certain', () => {
    const measured = kinds.filter(({ course }) => course !== 'fixed')
    expect(measured.length).toBeGreaterThan(20)
    for (const { name } of measured) {
      for (const value of [0, 0.5]) expect(of(name, value), name).toBeGreaterThan(0)
    }
  })

  test('a metric of the project declares the step of its count', () => {
    const dead = { summary: '', unit: 'number', value: () => 3 }
    const registry = new Registry([
      defineMetric({ ...dead, name: 'dead units', step: 1 }),
      defineMetric({ ...dead, name: 'energy' }),
    ])
    expect(of('dead units', 3, registry)).toBe(0.6)
    expect(of('energy', 3, registry)).toBe(3 * 2 ** -24)
  })
})
