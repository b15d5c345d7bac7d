/** @file Examples as tensors: a split in memory lies on the engine's device, and batches are gathered there. */

import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../engine/engine.js'
import type { AugmentedImages, ImageStream, Images, Split } from '../kinds/images.js'
import type { RandomKey } from '../random/key.js'

/** Belongs to whoever asked for it, who disposes of it. */
export interface Batch {
  /** [examples, height, width, channels] */
  images: Tensor
  /** One-hot, [examples, classes] */
  labels: Tensor2D
}

export interface Examples {
  count: number
  /** The examples of these indices, in this order. */
  take(indices: Int32Array): Batch | Promise<Batch>
  /** `length` examples from the `start`-th on. */
  range(start: number, length: number): Batch | Promise<Batch>
}

/** A split in memory as it lies on the device; one that is streamed as it is read. */
export function examplesOf(tf: TensorFlow, split: Split, classes: number): Examples {
  return 'pixels' in split ? onDevice(tf, split, classes) : streamed(tf, split, classes)
}

/** The training images as one epoch's key draws their augmentations. */
export function augmentedExamples(
  tf: TensorFlow,
  images: AugmentedImages,
  classes: number,
  epochKey: RandomKey,
): Examples {
  return streamed(tf, { ...images, read: (indices) => images.read(indices, epochKey) }, classes)
}

function streamed(tf: TensorFlow, split: ImageStream, classes: number): Examples {
  const take = async (indices: Int32Array): Promise<Batch> => {
    const pixels = await split.read(indices)
    const labels = indices.map((index) => split.labels[index] as number)
    return {
      images: tf.tensor(pixels, [indices.length, ...split.shape]),
      labels: oneHot(tf, labels, classes),
    }
  }
  return {
    count: split.count,
    take,
    range: (start, length) => take(Int32Array.from({ length }, (_, place) => start + place)),
  }
}

/** Copies the split to the device, once. */
function onDevice(tf: TensorFlow, split: Images, classes: number): Examples {
  const images = tf.tensor(split.pixels, [split.count, ...split.shape])
  const labels = oneHot(tf, split.labels, classes)
  const rest = split.shape
  return {
    count: split.count,
    take: (examples) =>
      tf.tidy(() => {
        const indices = tf.tensor1d(examples, 'int32')
        return { images: tf.gather(images, indices), labels: tf.gather(labels, indices) }
      }),
    range: (start, length) =>
      tf.tidy(() => ({
        images: tf.slice(images, [start, ...rest.map(() => 0)], [length, ...rest]),
        labels: tf.slice(labels, [start, 0], [length, classes]),
      })),
  }
}

/** The first examples of a batch. */
export function firstOf(tf: TensorFlow, { images, labels }: Batch, count: number): Batch {
  const rest = images.shape.slice(1)
  return {
    images: tf.slice(images, [0, ...rest.map(() => 0)], [count, ...rest]),
    labels: tf.slice(labels, [0, 0], [count, labels.shape[1]]),
  }
}

export function oneHot(tf: TensorFlow, labels: Int32Array, classes: number): Tensor2D {
  const values = new Float32Array(labels.length * classes)
  labels.forEach((label, index) => {
    values[index * classes + label] = 1
  })
  return tf.tensor2d(values, [labels.length, classes])
}
