/** @file A split as tensors on the engine's device: copied there once, batches are gathered there. */

import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../engine/engine.js'
import type { Images } from '../kinds/images.js'

export interface DeviceSplit {
  /** [count, height, width, channels] */
  images: Tensor
  /** One-hot, [count, classes] */
  labels: Tensor2D
  count: number
}

export function toDevice(tf: TensorFlow, split: Images, classes: number): DeviceSplit {
  const oneHot = new Float32Array(split.count * classes)
  split.labels.forEach((label, index) => {
    oneHot[index * classes + label] = 1
  })
  return {
    images: tf.tensor(split.pixels, [split.count, ...split.shape]),
    labels: tf.tensor2d(oneHot, [split.count, classes]),
    count: split.count,
  }
}
