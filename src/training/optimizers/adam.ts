import type { Variable } from '@tensorflow/tfjs-core'
import {
  type Optimizer,
  type OptimizerContext,
  type TrainedWeight,
  defineOptimizer,
} from '../../kinds/optimizer.js'
import { choice, fraction, number } from '../../kinds/parameter.js'
import { zerosFor } from './slots.js'

const parameters = {
  beta1: fraction({ doc: 'share of the mean that is kept', named: true, default: 0.9 }),
  beta2: fraction({ doc: 'share of the mean square that is kept', named: true, default: 0.999 }),
  epsilon: number({ doc: 'added to the root', named: true, min: 0, default: 1e-8 }),
}

interface Settings {
  beta1: number
  beta2: number
  epsilon: number
  /** The share of the weight that is subtracted before the step, in units of the rate. */
  decayOf(weight: TrainedWeight): number
}

/**
 * m = b1 m + (1 - b1) g, v = b2 v + (1 - b2) g^2, and after t steps
 * w = w - rate (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + epsilon).
 */
export const adam = defineOptimizer({
  name: 'adam',
  summary: 'adaptive moment estimation',
  source: 'Kingma and Ba 2015, algorithm 1',
  parameters,
  create: (context, settings, weights) =>
    createAdam(context, { ...settings, decayOf: () => 0 }, weights),
})

/** Adam, with w = (1 - rate decay) w before each step. */
export const adamw = defineOptimizer({
  name: 'adamw',
  summary: 'Adam with decoupled weight decay',
  source: 'Loshchilov and Hutter 2019, algorithm 2; torch.optim.AdamW',
  parameters: {
    ...parameters,
    weightDecay: number({ doc: 'decay in units of the rate', named: true, min: 0, default: 0.01 }),
    on: choice(['weights', 'all parameters'], {
      doc: 'kernels alone, or biases, scales and shifts too',
      named: true,
      default: 'weights',
    }),
  },
  create: (context, { weightDecay, on, ...settings }, weights) =>
    createAdam(
      context,
      { ...settings, decayOf: ({ kernel }) => (kernel || on !== 'weights' ? weightDecay : 0) },
      weights,
    ),
})

function createAdam(
  { tf, operations }: OptimizerContext,
  { beta1, beta2, epsilon, decayOf }: Settings,
  weights: readonly TrainedWeight[],
): Optimizer {
  const [means, squares] = [zerosFor(tf, weights), zerosFor(tf, weights)]
  return {
    slots: [...means, ...squares],
    update(index, gradient, { rate, step }) {
      const weight = weights[index] as TrainedWeight
      const [mean, square] = [means[index] as Variable, squares[index] as Variable]
      const correction = (beta: number) => 1 - beta ** (step + 1)
      operations.adam(weight.variable, mean, square, gradient, {
        ...{ beta1, beta2, epsilon },
        root: 1 / Math.sqrt(correction(beta2)),
        change: rate / correction(beta1),
        kept: 1 - rate * decayOf(weight),
      })
    },
  }
}
