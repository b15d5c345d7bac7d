/** @file The built-in metrics. */

import { defineMetric } from '../kinds/metric.js'

export const metrics = [
  defineMetric({
    name: 'train acc',
    summary: 'accuracy on the training split, labels as trained on',
    unit: 'fraction',
    value: ({ curve }) => curve.at(-1)?.trainAccuracy,
  }),
  defineMetric({
    name: 'test acc',
    summary: 'accuracy on the test split',
    unit: 'fraction',
    value: ({ curve }) => curve.at(-1)?.testAccuracy,
  }),
  defineMetric({
    name: 'train error',
    summary: '1 - train acc',
    unit: 'fraction',
    value: ({ curve }) => complement(curve.at(-1)?.trainAccuracy),
  }),
  defineMetric({
    name: 'test error',
    summary: '1 - test acc',
    unit: 'fraction',
    value: ({ curve }) => complement(curve.at(-1)?.testAccuracy),
  }),
  defineMetric({
    name: 'train loss',
    summary: 'mean cross-entropy on the training split, in nats',
    unit: 'number',
    value: ({ curve }) => curve.at(-1)?.trainLoss,
  }),
  defineMetric({
    name: 'test loss',
    summary: 'mean cross-entropy on the test split, in nats',
    unit: 'number',
    value: ({ curve }) => curve.at(-1)?.testLoss,
  }),
  defineMetric({
    name: 'epochs to',
    summary: 'epochs until a condition is first met: `epochs to (train loss < 0.05)`',
    unit: 'number',
    takesCondition: true,
    value: (_run, reached) => reached?.epoch ?? Infinity,
  }),
  defineMetric({
    name: 'steps to',
    summary: 'training steps until a condition is first met: `steps to (train acc > 99%)`',
    unit: 'number',
    takesCondition: true,
    value: ({ stepsPerEpoch }, reached) => (reached ? reached.epoch * stepsPerEpoch : Infinity),
  }),
  defineMetric({
    name: 'params',
    summary: 'number of trainable parameters',
    unit: 'number',
    course: 'fixed',
    value: ({ parameters }) => parameters,
  }),
]

function complement(accuracy: number | undefined): number | undefined {
  return accuracy === undefined ? undefined : 1 - accuracy
}
