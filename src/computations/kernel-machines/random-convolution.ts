/**
 * @file Features of a convolutional net with random filters: the net of Coates and Ng 2012 with its
 * filters drawn at random (Zhang et al. 2017, section 5, footnote 2). The paper leaves some choices
 * open; here they are: filters of 6x6 with standard normal entries, divided by the root of their number; no
 * whitening of patches; the positive and the negative part of a response beyond 0.25; sums over the
 * four quadrants.
 */

import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../../engine/engine.js'
import { type RandomKey, RandomStream, deriveKey } from '../../random/key.js'
import type { FeatureMap } from './features.js'

const size = 6
const threshold = 0.25
const filtersPerChunk = 250
const imagesPerBatch = 250

export function randomConvolution(
  tf: TensorFlow,
  filters: number,
  channels: number,
  key: RandomKey,
): FeatureMap {
  return {
    chunks: Math.ceil(filters / filtersPerChunk),
    chunk: (index, images) => {
      const count = Math.min(filtersPerChunk, filters - index * filtersPerChunk)
      const stream = new RandomStream(deriveKey(key, `filters ${index}`))
      const inputs = size * size * channels
      const values = Float32Array.from(
        { length: inputs * count },
        () => stream.normal() / Math.sqrt(inputs),
      )
      const bank = tf.tensor4d(values, [size, size, channels, count])
      const parts = []
      for (let start = 0; start < images.shape[0]; start += imagesPerBatch) {
        parts.push(tf.tidy(() => quadrants(tf, batchOf(tf, images, start), bank)))
      }
      return tf.concat(parts, 0)
    },
  }
}

function batchOf(tf: TensorFlow, images: Tensor4D, start: number): Tensor4D {
  const [count, ...rest] = images.shape
  const length = Math.min(imagesPerBatch, count - start)
  return tf.slice4d(images, [start, 0, 0, 0], [length, ...rest])
}

/** [count, 2 * 4 * filters] */
function quadrants(tf: TensorFlow, images: Tensor4D, bank: Tensor4D) {
  const response = tf.conv2d(images, bank, 1, 'valid')
  const half = Math.ceil(response.shape[1] / 2)
  const pooled = [response, tf.neg(response) as Tensor4D].map((signed) => {
    const active = tf.relu(tf.sub(signed, threshold)) as Tensor4D
    return tf.reshape(tf.avgPool(active, half, half, 'same'), [images.shape[0], -1])
  })
  return tf.concat(pooled, 1) as Tensor2D
}
