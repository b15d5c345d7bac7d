/** @file Operations that TensorFlow.js composes of many small ones, and that an engine may fuse. */

import type { Tensor, Tensor1D, Tensor2D, Tensor4D, Variable } from '@tensorflow/tfjs-core'
import type { TensorFlow } from './load-tensorflow.js'

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
   * @param scale [channels], `undefined` for a scale of one
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

  /**
   * One step of Adam, in place: m = beta1 m + (1 - beta1) g, v = beta2 v + (1 - beta2) g^2, then
   * w = kept w - change m / (root sqrt(v) + epsilon).
   * @param mean m, of the weight's shape
   * @param square v, of the weight's shape
   */
  adam(
    weight: Variable,
    mean: Variable,
    square: Variable,
    gradient: Tensor,
    factors: AdamFactors,
  ): void
}

export interface AdamFactors {
  beta1: number
  beta2: number
  epsilon: number
  /** 1 / sqrt(1 - beta2^t) after t steps. */
  root: number
  /** The rate divided by 1 - beta1^t, after t steps. */
  change: number
  /** The factor of the weight after its decay. */
  kept: number
}

/** The operations written out in TensorFlow.js: the reference that a fused form is tested against. */
export function composedOperations(tf: TensorFlow): Operations {
  // The gradient has a closed form; TensorFlow.js would differentiate each step.
  const crossEntropy = tf.customGrad((logits, labels, save) => {
    const [x, y, remember] = [logits as Tensor2D, labels as Tensor2D, save as (t: Tensor[]) => void]
    const shifted = tf.sub(x, tf.max(x, 1, true))
    const logProbabilities = tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), 1, true)))
    remember([logProbabilities, y])
    return {
      value: tf.neg(tf.sum(tf.mul(logProbabilities, y), 1)),
      gradFunc: (upstream, saved) => {
        const [logProbability, target] = saved as [Tensor2D, Tensor2D]
        const scale = tf.reshape(upstream, [-1, 1])
        return [
          tf.mul(scale, tf.sub(tf.exp(logProbability), target)),
          tf.neg(tf.mul(scale, logProbability)),
        ]
      },
    }
  })

  return {
    crossEntropy: (logits, labels) => tf.tidy(() => crossEntropy(logits, labels) as Tensor1D),

    batchNorm: (x, offset, scale, epsilon) => {
      const moments = tf.moments(x, [0, 1, 2])
      const [mean, variance] = [moments.mean as Tensor1D, moments.variance as Tensor1D]
      // TensorFlow.js cannot compute the gradient of a batch normalisation without scale.
      const factor = scale ?? tf.onesLike(offset)
      return { output: tf.batchNorm(x, mean, variance, offset, factor, epsilon), mean, variance }
    },

    momentum: (weight, velocity, gradient, { rate, momentum, nesterov }) =>
      tf.tidy(() => {
        velocity.assign(tf.add(tf.mul(velocity, momentum), gradient))
        const step = nesterov ? tf.add(gradient, tf.mul(velocity, momentum)) : velocity
        weight.assign(tf.sub(weight, tf.mul(step, rate)))
      }),

    adam: composedAdam(tf),
  }
}

/** The composed step of Adam, for engines without a fused form. */
export function composedAdam(tf: TensorFlow): Operations['adam'] {
  return (weight, mean, square, gradient, { beta1, beta2, epsilon, root, change, kept }) =>
    tf.tidy(() => {
      mean.assign(tf.add(tf.mul(mean, beta1), tf.mul(gradient, 1 - beta1)))
      square.assign(tf.add(tf.mul(square, beta2), tf.mul(tf.square(gradient), 1 - beta2)))
      const spread = tf.add(tf.mul(tf.sqrt(square), root), epsilon)
      const step = tf.mul(tf.div(mean, spread), change)
      weight.assign(tf.sub(kept === 1 ? weight : tf.mul(weight, kept), step))
    })
}
