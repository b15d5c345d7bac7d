/** @file Gradients on the portable engine against central differences of the same function in float64. */

import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { operations, tf } from './session.js'

interface Case {
  name: string
  shapes: number[][]
  f: (...inputs: Tensor[]) => Tensor
}

const image = (x: Tensor) => x as Tensor4D
const fused = (activation: 'linear' | 'relu') => (x: Tensor, filter: Tensor, bias: Tensor) =>
  tf.fused.conv2d({
    ...{ x: image(x), filter: image(filter), bias, strides: 1, pad: 'same', activation },
  })

const cases: Case[] = [
  {
    name: 'dense layer with bias and ReLU',
    shapes: [[5, 7], [7, 18], [18]],
    f: (a, b, bias) =>
      tf.fused.matMul({ a: a as Tensor2D, b: b as Tensor2D, bias, activation: 'relu' }),
  },
  {
    name: 'transposed product',
    shapes: [
      [7, 5],
      [18, 7],
    ],
    f: (a, b) => tf.matMul(a, b, true, true),
  },
  { name: '3x3 convolution in fours', shapes: [[2, 6, 7, 4], [3, 3, 4, 8], [8]], f: fused('relu') },
  {
    name: '5x5 convolution in fours',
    shapes: [[1, 6, 5, 4], [5, 5, 4, 4], [4]],
    f: fused('linear'),
  },
  {
    name: '5x5 convolution of 3 channels',
    shapes: [[1, 6, 5, 3], [5, 5, 3, 4], [4]],
    f: fused('relu'),
  },
  { name: '1x1 convolution', shapes: [[2, 3, 4, 5], [1, 1, 5, 6], [6]], f: fused('linear') },
  {
    name: '3x3 convolution with stride 2',
    shapes: [
      [2, 7, 6, 3],
      [3, 3, 3, 5],
    ],
    f: (x, filter) => tf.conv2d(image(x), image(filter), 2, 'same'),
  },
  {
    name: 'depthwise convolution',
    shapes: [
      [2, 6, 5, 3],
      [3, 3, 3, 1],
    ],
    f: (x, filter) => tf.depthwiseConv2d(image(x), image(filter), 1, 'same'),
  },
  {
    name: 'depthwise convolution with stride 2 and two outputs a channel',
    shapes: [
      [2, 7, 6, 3],
      [3, 2, 3, 2],
    ],
    f: (x, filter) => tf.depthwiseConv2d(image(x), image(filter), 2, 'valid'),
  },
  {
    name: 'maximum over windows',
    shapes: [[2, 7, 6, 5]],
    f: (x) => tf.maxPool(image(x), 3, 2, 'same'),
  },
  {
    name: 'mean over windows',
    shapes: [[2, 6, 6, 5]],
    f: (x) => tf.avgPool(image(x), 2, 2, 'valid'),
  },
  { name: 'mean over the image', shapes: [[2, 4, 5, 6]], f: (x) => tf.mean(x, [1, 2]) },
  {
    name: 'local response normalisation',
    shapes: [[2, 3, 3, 13]],
    f: (x) => tf.localResponseNormalization(image(x), 4, 1, 0.1, 0.75),
  },
  {
    name: 'batch normalisation',
    shapes: [[3, 2, 4, 5], [5], [5]],
    f: (x, offset, scale) =>
      operations.batchNorm(image(x), offset as Tensor1D, scale as Tensor1D, 1e-3).output,
  },
  {
    name: 'softmax cross-entropy',
    shapes: [[6, 10]],
    f: (logits) => {
      const labels = tf.tensor2d(
        Array.from({ length: 60 }, (_, i) => (i % 11 === 0 ? 1 : 0)),
        [6, 10],
      )
      return operations.crossEntropy(logits as Tensor2D, labels)
    },
  },
  {
    name: 'concatenation of branches',
    shapes: [
      [2, 3, 3, 4],
      [2, 3, 3, 5],
    ],
    f: (a, b) => tf.square(tf.concat([a, b], 3)),
  },
  {
    name: 'exp, log, tanh, sigmoid',
    shapes: [[4, 9]],
    f: (x) => tf.addN([tf.exp(x), tf.log(tf.add(tf.square(x), 1)), tf.tanh(x), tf.sigmoid(x)]),
  },
]

/** Deterministic values in (-1, 1) without a pattern that a kernel's blocks could share. */
function values(shape: number[], salt: number): Float32Array {
  const length = shape.reduce((product, size) => product * size, 1)
  return Float32Array.from({ length }, (_, i) => Math.sin(12.9898 * (i + 1) + 78.233 * salt))
}

describe('gradients', () => {
  it.each(cases)('$name', ({ shapes, f }) => {
    const drawn = shapes.map((shape, salt) => values(shape, salt))
    const weighted = (inputs: Float32Array[]) =>
      tf.tidy(() => {
        const output = f(...inputs.map((one, i) => tf.tensor(one, shapes[i])))
        const y = Float32Array.from(output.dataSync())
        return {
          shape: output.shape,
          sum: y.reduce((sum, value, i) => sum + value * Math.cos(i), 0),
        }
      })
    const { shape } = weighted(drawn)
    const length = shape.reduce((product, size) => product * size, 1)
    const dy = tf.tensor(
      Float32Array.from({ length }, (_, i) => Math.cos(i)),
      shape,
    )
    const gradients = tf.tidy(() =>
      tf
        .grads(f)(
          drawn.map((one, i) => tf.tensor(one, shapes[i])),
          dy,
        )
        .map((gradient) => Float32Array.from(gradient.dataSync())),
    )
    // Along random directions, which sees every entry; small steps, as ReLU and maxima have kinks.
    const step = 1 / 512
    drawn.forEach((input, which) => {
      for (const salt of [11, 12, 13]) {
        const direction = values([input.length], salt)
        const [up, down] = [step, -step].map((move) => {
          const moved = input.map((value, i) => value + move * (direction[i] ?? 0))
          return weighted(drawn.map((one, i) => (i === which ? moved : one))).sum
        })
        const measured = ((up ?? NaN) - (down ?? NaN)) / (2 * step)
        const slopes = Array.from(gradients[which] ?? [])
        const terms = slopes.map((slope, i) => slope * (direction[i] ?? 0))
        const computed = terms.reduce((sum, term) => sum + term, 0)
        const scale = Math.sqrt(terms.reduce((sum, term) => sum + term * term, 0))
        expect(Math.abs(measured - computed) / scale).toBeLessThan(0.03)
      }
    })
    dy.dispose()
  })
})
