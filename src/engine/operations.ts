/** @file Operations that TensorFlow.js composes out of many small ones, and that an engine may fuse. */

import type { Tensor, Tensor1D, Tensor2D, Tensor4D, Variable } from '@tensorflow/tfjs-core'
import type { TensorFlow } from './engine.js'

export interface Operations {
  /**
   * Softmax cross-entropy of each example, differentiable in `logits`.
   * @param logits [batch, classes]
   * @param labels [batch, classes], each row a distribution
   * @returns [batch]
   */
  crossEntropy(logits: Tensor2D, labels: Tensor2D): Tensor1D

  /**
   * Batch normalisation with the batch's own statistics, differentiable in `x`, `offset` and `scale`.
   * @param x [batch, height, width, channels]
   * @param offset [channels]
   * @param scale [channels], or nothing for a scale of one
   * @returns the normalised batch, and the batch's mean and (biased) variance per channel, not differentiable
   */
  batchNorm(
    x: Tensor4D,
    offset: Tensor1D,
    scale: Tensor1D | undefined,
    epsilon: number,
  ): { output: Tensor4D; mean: Tensor1D; variance: Tensor1D }

  /**
   * One step of SGD with momentum, in place: v = momentum * v + g, then w = w - rate * v;
   * with Nesterov's correction w = w - rate * (g + momentum * v).
   */
  momentum(
    weight: Variable,
    velocity: Variable,
    gradient: Tensor,
    settings: { rate: number; momentum: number; nesterov: boolean },
  ): void
}

/** The operations written out in TensorFlow.js: the reference that a fused form is tested against. */
export function composedOperations(tf: TensorFlow): Operations {
  return {
    crossEntropy: (logits, labels) =>
      tf.tidy(() => {
        const shifted = logits.sub(logits.max(1, true).clone())
        const logProbabilities = shifted.sub(shifted.exp().sum(1, true).log())
        return logProbabilities.mul(labels).sum(1).neg()
      }),

    batchNorm: (x, offset, scale, epsilon) => {
      const { mean, variance } = tf.moments(x, [0, 1, 2])
      const output = tf.batchNorm(x, mean as Tensor1D, variance as Tensor1D, offset, scale, epsilon)
      return { output, mean: mean as Tensor1D, variance: variance as Tensor1D }
    },

    momentum: (weight, velocity, gradient, { rate, momentum, nesterov }) =>
      tf.tidy(() => {
        velocity.assign(velocity.mul(momentum).add(gradient))
        const step = nesterov ? gradient.add(velocity.mul(momentum)) : velocity
        weight.assign(weight.sub(step.mul(rate)))
      }),
  }
}
