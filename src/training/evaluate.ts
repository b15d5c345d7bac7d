/** @file Accuracy and loss of a model over a split. */

import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import { ahead } from '../data/ahead.js'
import type { EngineSession, TensorFlow } from '../engine/engine.js'
import { elements } from '../kinds/shape.js'
import type { Model } from '../models/model.js'
import type { Examples } from './examples.js'

/** Candidates for the number of examples in a batch; the first whose images fit the limit of values is used. */
const batchSizes = [1000, 500, 200, 100, 50, 20, 10, 5, 2, 1]
const mostValues = 2e7
const mostRanks = 10

export interface Score {
  /** Fraction of examples whose class is among the k largest logits, for k = 1 … 10 or the number of classes. */
  topAccuracies: number[]
  /** Mean loss over the examples. */
  loss: number
  /** A digit for each example, as in `testRanks` of a run. */
  ranks?: string
}

/**
 * @param lossOf the loss of each example of a batch
 * @param withRanks true to add the rank of each example to the score
 */
export async function evaluate(
  { tf }: EngineSession,
  model: Model,
  examples: Examples,
  lossOf: (logits: Tensor2D, labels: Tensor2D) => Tensor1D,
  withRanks = false,
): Promise<Score> {
  const sums: number[] = []
  let ranks = ''
  const values = elements(examples.shape)
  const size = batchSizes.find((size) => size * values <= mostValues) ?? 1
  const batches = ahead(Math.ceil(examples.count / size), 1, (index) =>
    examples.range(index * size, Math.min(size, examples.count - index * size)),
  )
  for await (const { images, labels } of batches) {
    const [sum, places] = tf.tidy(() => {
      const logits = model.apply(images)
      const places = ranksOf(tf, logits, labels)
      const loss = tf.reshape(tf.sum(lossOf(logits, labels)), [1])
      return [tf.concat([loss, hits(tf, places, logits.shape[1])]), places] as const
    })
    const batchSums = await sum.data()
    batchSums.forEach((value, index) => {
      sums[index] = (sums[index] ?? 0) + value
    })
    if (withRanks) {
      for (const rank of await places.data()) ranks += Math.min(rank, mostRanks).toString(16)
    }
    tf.dispose([images, labels, sum, places])
  }
  const [loss = NaN, ...topAccuracies] = sums.map((sum) => sum / examples.count)
  return { loss, topAccuracies, ...(withRanks && { ranks }) }
}

/** The number of logits of each example that are larger than that of its class, [examples, 1]; the first of equal
 * logits counts as larger. */
function ranksOf(tf: TensorFlow, logits: Tensor2D, labels: Tensor2D): Tensor2D {
  const classes = logits.shape[1]
  const correct = tf.sum(tf.mul(logits, labels), 1, true)
  const place = tf.range(0, classes)
  const own = tf.sum(tf.mul(labels, place), 1, true)
  const before = tf.logicalAnd(tf.equal(logits, correct), tf.less(place, own))
  return tf.sum(tf.cast(tf.logicalOr(tf.greater(logits, correct), before), 'float32'), 1, true)
}

/** The number of examples that have their class among the k largest logits, for each k. */
function hits(tf: TensorFlow, ranks: Tensor2D, classes: number): Tensor1D {
  const limits = tf.range(1, Math.min(classes, mostRanks) + 1)
  return tf.sum<Tensor1D>(tf.cast(tf.less(ranks, limits), 'float32'), 0)
}
