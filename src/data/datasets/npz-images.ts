/** @file The images of an .npz file: the meaning of an array's axes, and the pixels. */

import type { StoredInMemory } from '../../kinds/dataset.js'
import { type Shape, elements } from '../../kinds/shape.js'
import type { NpyArray } from '../files/npy.js'
import { formatTuple } from './npz-arrays.js'
import type { Fail } from './npz-labels.js'

export interface ImageArray {
  array: NpyArray
  /** Shape of one image: height, width, channels, or one length. */
  shape: Shape
  channelsFirst: boolean
  range: { low: number; high: number }
}

export interface ArraySplit {
  images: ImageArray
  labels: Int32Array
}

export function imagesOf(name: string, array: NpyArray, fail: Fail): ImageArray {
  const { shape: whole } = array
  const shown = formatTuple(whole)
  const [count = 0, ...rest] = whole
  if (whole.length < 2 || whole.length > 4) {
    const found = `${whole.length} dimension${whole.length === 1 ? '' : 's'}, ${shown}`
    fail(
      `${name} has ${found}; images are [n, height, width], with channels or not, or [n, length]`,
    )
  }
  if (count === 0) fail(`${name} holds no images: its shape is ${shown}`)
  if (elements(rest) === 0) fail(`the images of ${name} have no pixels: its shape is ${shown}`)
  const [first = 0, second = 0, third] = rest
  // One and three are numbers of channels; images three pixels high are not plausible.
  const few = (channels: number) => channels === 1 || channels === 3
  const channelsFirst = third !== undefined && few(first) && !few(third)
  const shape = channelsFirst ? [second, third, first] : rest.length === 2 ? [...rest, 1] : rest
  return { array, shape, channelsFirst, range: rangeOf(name, array, fail) }
}

function rangeOf(name: string, { shape, type, data }: NpyArray, fail: Fail) {
  if (type === 'uint8') return { low: 0, high: 255 }
  let [low, high] = [Infinity, -Infinity]
  let bad = 0
  let first = -1
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number
    if (value - value !== 0) {
      if (bad++ === 0) first = i
    } else if (value < low) low = value
    if (value > high) high = value
  }
  if (bad > 0) {
    const place = indexOf(first, shape).join(', ')
    const values = bad === 1 ? 'one value that is not finite' : `${bad} values that are not finite`
    fail(
      `${name} holds ${values}, the first ${data[first]} at [${place}]; replace them, for example by numpy.nan_to_num(${name})`,
    )
  }
  return { low, high }
}

function indexOf(place: number, shape: Shape): number[] {
  const index: number[] = []
  for (const length of [...shape].reverse()) {
    index.unshift(place % length)
    place = Math.floor(place / length)
  }
  return index
}

export function stored({ images, labels }: ArraySplit): StoredInMemory {
  const { array, shape, channelsFirst } = images
  const { data, type } = array
  const length = elements(shape)
  const scale = type === 'uint8' ? 255 : 1
  if (!channelsFirst) {
    return {
      labels,
      image(index, to) {
        const start = index * length
        for (let i = 0; i < length; i++) to[i] = (data[start + i] as number) / scale
      },
    }
  }
  const channels = shape[2] as number
  const plane = length / channels
  return {
    labels,
    image(index, to) {
      const start = index * length
      for (let channel = 0; channel < channels; channel++) {
        const from = start + channel * plane
        for (let pixel = 0; pixel < plane; pixel++) {
          to[pixel * channels + channel] = (data[from + pixel] as number) / scale
        }
      }
    },
  }
}
