/** @file Labelled images as a kernel machine uses them. */

import type { Images } from '../../kinds/images.js'
import { type RandomKey, RandomStream } from '../../random/key.js'

/** One-hot labels of images, [count, classes]. */
export function oneHot({ labels, count }: Images, classes: number): Float64Array {
  const rows = new Float64Array(count * classes)
  labels.forEach((label, index) => (rows[index * classes + label] = 1))
  return rows
}

/** The share of images whose largest output is not their label's. */
export function errorOf(outputs: Float64Array, labels: Int32Array, classes: number): number {
  const wrong = labels.filter((label, index) => {
    const row = outputs.subarray(index * classes, (index + 1) * classes)
    return row.indexOf(Math.max(...row)) !== label
  })
  return wrong.length / labels.length
}

/** The same images with newly drawn labels. */
export function relabelled(images: Images, classes: number, key: RandomKey): Images {
  const stream = new RandomStream(key)
  return { ...images, labels: images.labels.map(() => stream.integer(classes)) }
}

/** Concatenates two sets. */
export function joined(a: Images, b: Images): Images {
  const pixels = new Float32Array(a.pixels.length + b.pixels.length)
  pixels.set(a.pixels)
  pixels.set(b.pixels, a.pixels.length)
  const labels = new Int32Array(a.labels.length + b.labels.length)
  labels.set(a.labels)
  labels.set(b.labels, a.labels.length)
  return { ...a, count: a.count + b.count, pixels, labels }
}

/** The same set in random order. */
export function shuffled(images: Images, key: RandomKey): Images {
  const order = new RandomStream(key).permutation(images.count)
  const size = images.pixels.length / images.count
  const pixels = new Float32Array(images.pixels.length)
  order.forEach((from, to) => {
    pixels.set(images.pixels.subarray(from * size, (from + 1) * size), to * size)
  })
  return { ...images, pixels, labels: order.map((from) => images.labels[from] ?? NaN) }
}
