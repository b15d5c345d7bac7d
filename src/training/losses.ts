/** @file The built-in losses. */

import type { Tensor1D } from '@tensorflow/tfjs-core'
import { defineLoss } from '../kinds/loss.js'

export const losses = [
  /** -log of the softmax probability of the label, in nats. */
  defineLoss({
    name: 'cross-entropy',
    summary: 'softmax cross-entropy',
    source: 'tf.nn.softmax_cross_entropy_with_logits',
    parameters: {},
    smooth: true,
    apply: ({ operations }, _parameters, logits, labels) => operations.crossEntropy(logits, labels),
  }),
  /** Mean over the outputs of (output - target)^2; the target is 1 for the label and 0 for other classes. */
  defineLoss({
    name: 'mse',
    summary: 'mean squared error',
    source: 'torch.nn.MSELoss on one-hot targets',
    parameters: {},
    smooth: true,
    apply: ({ tf }, _parameters, logits, labels) =>
      tf.mean<Tensor1D>(tf.squaredDifference(logits, labels), 1),
  }),
  /** Mean over the classes other than the label of max(0, 1 - (output of the label - output)). */
  defineLoss({
    name: 'hinge',
    summary: 'multi-class hinge loss',
    source: 'Weston and Watkins 1999; torch.nn.MultiMarginLoss',
    parameters: {},
    smooth: false,
    apply({ tf }, _parameters, logits, labels) {
      const correct = tf.sum(tf.mul(logits, labels), 1, true)
      const margins = tf.relu(tf.add(tf.sub(logits, correct), 1))
      return tf.mean<Tensor1D>(tf.mul(margins, tf.sub(1, labels)), 1)
    },
  }),
]
