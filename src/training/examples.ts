/** @file Examples as tensors: a split that fits is kept on the engine's device, where batches are gathered. */

import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import type { EngineSession, TensorFlow } from '../engine/engine.js'
import { machineMemory, splitShare } from '../engine/machine.js'
import type { AugmentedImages, ImageStream } from '../kinds/images.js'
import { type Shape, elements } from '../kinds/shape.js'
import type { RandomKey } from '../random/key.js'

/** A batch of examples; the caller that requested it disposes of it. */
export interface Batch {
  /** [examples, height, width, channels] */
  images: Tensor
  /** One-hot, [examples, classes] */
  labels: Tensor2D
}

export interface Examples {
  count: number
  /** The shape of one image. */
  shape: Shape
  /** The examples of these indices, in this order. */
  take(indices: Int32Array): Batch | Promise<Batch>
  /** `length` examples from index `start` on; the range must not cross a multiple of 1000. */
  range(start: number, length: number): Batch | Promise<Batch>
}

/** The bytes that are copied to the device at once, during which they are in memory twice. */
const bytesPerBlock = 100e6
const bytesPerValue = 4

/** A split on the device; one that is too large for it is read batch by batch. */
export async function openExamples(
  { tf, info }: EngineSession,
  split: ImageStream,
  classes: number,
): Promise<Examples> {
  const bytes = bytesPerValue * split.count * elements(split.shape)
  const memory = Math.min(info.memory, machineMemory())
  return bytes <= splitShare * memory
    ? residentExamples(tf, split, classes)
    : streamedExamples(tf, split, classes)
}

/** The training images with the augmentations that one epoch's key draws. */
export function augmentedExamples(
  tf: TensorFlow,
  images: AugmentedImages,
  classes: number,
  epochKey: RandomKey,
): Examples {
  const read = (indices: Int32Array) => images.read(indices, epochKey)
  return streamedExamples(tf, { ...images, read }, classes)
}

function streamedExamples(
  tf: TensorFlow,
  { count, shape, labels, read }: ImageStream,
  classes: number,
): Examples {
  const take = async (indices: Int32Array): Promise<Batch> => {
    const pixels = await read(indices)
    const chosen = indices.map((index) => labels[index] as number)
    return {
      images: tf.tensor(pixels, [indices.length, ...shape]),
      labels: oneHot(tf, chosen, classes),
    }
  }
  return { count, shape, take, range: (start, length) => take(consecutive(start, length)) }
}

async function residentExamples(
  tf: TensorFlow,
  split: ImageStream,
  classes: number,
): Promise<Examples> {
  const { count, shape } = split
  const perThousand = 1000 * bytesPerValue * elements(shape)
  const size = 1000 * Math.max(1, Math.floor(bytesPerBlock / perThousand))
  const labels = oneHot(tf, split.labels, classes)
  const blocks: Tensor[] = []
  const part = (block: Tensor, start: number, length: number) =>
    tf.slice(block, [start, ...shape.map(() => 0)], [length, ...shape])
  for (let start = 0; start < count; start += size) {
    const length = Math.min(size, count - start)
    const block = tf.tensor(await split.read(consecutive(start, length)), [length, ...shape])
    // Some engines copy values to the device on first use and keep them in host memory until then.
    tf.tidy(() => void part(block, 0, 1))
    blocks.push(block)
  }

  const gather = (indices: Int32Array): Tensor => {
    const [only, ...others] = blocks
    if (only && others.length === 0) return tf.gather(only, tf.tensor1d(indices, 'int32'))
    const places = blocks.map(() => [] as number[])
    indices.forEach((index, place) => places[Math.floor(index / size)]?.push(place))
    const parts = blocks.flatMap((block, number) => {
      const wanted = places[number]?.map((place) => (indices[place] as number) - number * size)
      return wanted?.length ? [tf.gather(block, tf.tensor1d(wanted, 'int32'))] : []
    })
    const backInOrder = new Int32Array(indices.length)
    places.flat().forEach((place, position) => {
      backInOrder[place] = position
    })
    return tf.gather(tf.concat(parts, 0), tf.tensor1d(backInOrder, 'int32'))
  }

  return {
    count,
    shape,
    take: (indices) =>
      tf.tidy(() => ({
        images: gather(indices),
        labels: tf.gather(labels, tf.tensor1d(indices, 'int32')),
      })),
    range: (start, length) =>
      tf.tidy(() => ({
        images: part(blocks[Math.floor(start / size)] as Tensor, start % size, length),
        labels: tf.slice(labels, [start, 0], [length, classes]),
      })),
  }
}

function consecutive(start: number, length: number): Int32Array {
  return Int32Array.from({ length }, (_, index) => start + index)
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
