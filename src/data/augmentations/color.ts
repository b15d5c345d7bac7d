/** @file Perturbations of an image's colours, with TensorFlow's definitions and its Inception pipeline's ranges. */

import { type Image, defineAugmentation } from '../../kinds/augmentation.js'
import { fraction, number } from '../../kinds/parameter.js'
import { type Shape, ShapeError, formatShape } from '../../kinds/shape.js'
import type { RandomStream } from '../../random/key.js'

const range = {
  low: number({ doc: 'smallest factor', min: 0, default: 0.5 }),
  high: number({ doc: 'largest factor', min: 0, default: 1.5 }),
}
const between = (stream: RandomStream, low: number, high: number) =>
  low + (high - low) * stream.uniform()
const clipped = (value: number) => Math.min(1, Math.max(0, value))
const same = (_parameters: unknown, input: Shape) => input

/** x + delta, with one delta for each image. */
export const brightness = defineAugmentation({
  name: 'brightness',
  summary: 'makes images lighter or darker',
  source: 'tf.image.random_brightness',
  parameters: { delta: fraction({ doc: 'largest change to either side', default: 32 / 255 }) },
  outputShape: same,
  apply({ delta }, { shape, pixels }, stream) {
    const change = between(stream, -delta, delta)
    const changed = new Float32Array(pixels.length)
    for (let i = 0; i < pixels.length; i++) changed[i] = clipped((pixels[i] as number) + change)
    return { shape, pixels: changed }
  },
})

/** (x - mean) factor + mean, with the mean of the image's channel. */
export const contrast = defineAugmentation({
  name: 'contrast',
  summary: 'changes the contrast',
  source: 'tf.image.random_contrast',
  parameters: range,
  outputShape: same,
  apply({ low, high }, { shape, pixels }, stream) {
    const factor = between(stream, low, high)
    const channels = shape[2] ?? 1
    const means = new Float64Array(channels)
    for (let i = 0; i < pixels.length; i++) {
      const share = ((pixels[i] as number) * channels) / pixels.length
      means[i % channels] = (means[i % channels] as number) + share
    }
    const changed = new Float32Array(pixels.length)
    for (let i = 0; i < pixels.length; i++) {
      const mean = means[i % channels] as number
      changed[i] = clipped(((pixels[i] as number) - mean) * factor + mean)
    }
    return { shape, pixels: changed }
  },
})

/** Multiplies the saturation (of hue, saturation and value) by a factor. */
export const saturation = defineAugmentation({
  name: 'saturation',
  summary: 'makes colours stronger or weaker',
  source: 'tf.image.random_saturation',
  parameters: range,
  outputShape: colored,
  apply({ low, high }, image, stream) {
    const factor = between(stream, low, high)
    return inHsv(image, ([hue, saturation, value]) => [hue, clipped(saturation * factor), value])
  },
})

/** Rotates the hue (of hue, saturation and value) by a part of a turn. */
export const hue = defineAugmentation({
  name: 'hue',
  summary: 'turns the colours',
  source: 'tf.image.random_hue',
  parameters: { delta: number({ doc: 'largest part of a turn', min: 0, max: 0.5, default: 0.2 }) },
  outputShape: colored,
  apply({ delta }, image, stream) {
    const turn = between(stream, -delta, delta)
    return inHsv(image, ([hue, saturation, value]) => [(hue + turn + 1) % 1, saturation, value])
  },
})

type Color = readonly [number, number, number]

function colored(_parameters: unknown, input: Shape): Shape {
  if (input[2] !== 3) {
    throw new ShapeError(`takes images of three channels, not ${formatShape(input)}`)
  }
  return input
}

function inHsv({ shape, pixels }: Image, change: (color: Color) => Color): Image {
  const result = new Float32Array(pixels.length)
  for (let i = 0; i < pixels.length; i += 3) {
    const [r, g, b] = [pixels[i] as number, pixels[i + 1] as number, pixels[i + 2] as number]
    result.set(toRgb(change(toHsv(r, g, b))), i)
  }
  return { shape, pixels: result }
}

/** Converts to hue, saturation and value, each from 0 to 1; the hue is a part of a turn from red. */
function toHsv(r: number, g: number, b: number): Color {
  const value = Math.max(r, g, b)
  const chroma = value - Math.min(r, g, b)
  if (chroma === 0) return [0, 0, value]
  const sector =
    value === r ? (g - b) / chroma + 6 : value === g ? (b - r) / chroma + 2 : (r - g) / chroma + 4
  return [(sector / 6) % 1, chroma / value, value]
}

function toRgb([hue, saturation, value]: Color): Color {
  const channel = (shift: number) => {
    const sector = (shift + 6 * hue) % 6
    return value - value * saturation * Math.max(0, Math.min(sector, 4 - sector, 1))
  }
  return [channel(5), channel(3), channel(1)]
}
