/** @file Accuracy and loss of a model over a split. */

import type { EngineSession } from '../engine/engine.js'
import type { Model } from '../models/model.js'
import type { DeviceSplit } from './device-split.js'

const examplesPerBatch = 1000

/** @returns the fraction of examples whose class has the largest logit, and the mean cross-entropy in nats */
export function evaluate(
  { tf, operations }: EngineSession,
  model: Model,
  { images, labels, count }: DeviceSplit,
): { accuracy: number; loss: number } {
  const [correct = NaN, loss = NaN] = tf.tidy(() => {
    const sums = []
    for (let start = 0; start < count; start += examplesPerBatch) {
      const length = Math.min(examplesPerBatch, count - start)
      sums.push(
        tf.tidy(() => {
          const rest = images.shape.slice(1)
          const batch = tf.slice(images, [start, ...rest.map(() => 0)], [length, ...rest])
          const target = tf.slice(labels, [start, 0], [length, labels.shape[1]])
          const logits = model.apply(batch)
          const hits = tf.equal(tf.argMax(logits, 1), tf.argMax(target, 1))
          return tf.stack([
            tf.sum(tf.cast(hits, 'float32')),
            tf.sum(operations.crossEntropy(logits, target)),
          ])
        }),
      )
    }
    return tf.sum(tf.stack(sums), 0).dataSync()
  })
  return { accuracy: correct / count, loss: loss / count }
}
