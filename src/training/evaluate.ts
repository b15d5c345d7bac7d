/** @file Accuracy and loss of a model over a split. */

import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import { ahead } from '../data/ahead.js'
import type { EngineSession, TensorFlow } from '../engine/engine.js'
import { elements } from '../kinds/shape.js'
import type { Model } from '../models/model.js'
import type { Examples } from './examples.js'

/** Examples of a batch: the first of these whose images have at most so many values together. */
const batchSizes = [1000, 500, 200, 100, 50, 20, 10, 5, 2, 1]
const mostValues = 2e7
const mostRanks = 10

export interface Score {
  /** Fraction of examples whose class is among the k largest logits, for k = 1 … 10 or the number of classes. */
  topAccuracies: number[]
  /** Mean over the examples. */
  loss: number
}

/** @param lossOf the loss of each example of a batch */
export async function evaluate(
  { tf }: EngineSession,
  model: Model,
  examples: Examples,
  lossOf: (logits: Tensor2D, labels: Tensor2D) => Tensor1D,
): Promise<Score> {
  const sums: number[] = []
  const values = elements(examples.shape)
  const size = batchSizes.find((size) => size * values <= mostValues) ?? 1
  const batches = ahead(Math.ceil(examples.count / size), 1, (index) =>
    examples.range(index * size, Math.min(size, examples.count - index * size)),
  )
  for await (const { images, labels } of batches) {
    const sum = tf.tidy(() => {
      const logits = model.apply(images)
      return tf.concat([tf.reshape(tf.sum(lossOf(logits, labels)), [1]), hits(tf, logits, labels)])
    })
    sum.dataSync().forEach((value, index) => {
      sums[index] = (sums[index] ?? 0) + value
    })
    tf.dispose([images, labels, sum])
  }
  const [loss = NaN, ...topAccuracies] = sums.map((sum) => sum / examples.count)
  return { loss, topAccuracies }
}

/** How many examples have their class among the k largest logits, for each k; of equal logits the first counts as larger. */
function hits(tf: TensorFlow, logits: Tensor2D, labels: Tensor2D): Tensor1D {
  const classes = logits.shape[1]
  const correct = tf.sum(tf.mul(logits, labels), 1, true)
  const place = tf.range(0, classes)
  const own = tf.sum(tf.mul(labels, place), 1, true)
  const before = tf.logicalAnd(tf.equal(logits, correct), tf.less(place, own))
  const ranks = tf.sum(
    tf.cast(tf.logicalOr(tf.greater(logits, correct), before), 'float32'),
    1,
    true,
  )
  const limits = tf.range(1, Math.min(classes, mostRanks) + 1)
  return tf.sum<Tensor1D>(tf.cast(tf.less(ranks, limits), 'float32'), 0)
}
