/** @file The kernel calls that dominate a training step of the five models, batch 128. */

import type { Tensor } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../../src/engine/engine.js'

export interface Case {
  name: string
  /** Floating-point operations, a convolution counted as written, not as Winograd's method computes it. */
  operations?: number
  /** Bytes read and written. */
  bytes?: number
  inputs(tf: TensorFlow): Record<string, Tensor>
  kernel: string
  attrs: Record<string, unknown>
}

const BATCH = 128

const normal = (tf: TensorFlow, shape: number[]): Tensor =>
  tf.randomNormal(shape, 0, 1, 'float32', 1)

/** Half of the values zero, as ReLU leaves them. */
const halfZero = (tf: TensorFlow, shape: number[]): Tensor =>
  tf.tidy(() => tf.relu(normal(tf, shape)))

/** @param zeros the matrix that is half zeros, if there is one */
function product(m: number, k: number, n: number, transposes = '', zeros?: 'a' | 'b'): Case {
  const [transposeA, transposeB] = [transposes.includes('a'), transposes.includes('b')]
  const turned = transposes === '' ? '' : `, ${[...transposes].join(' and ')} transposed`
  return {
    name: `multiplication ${m} x ${k} x ${n}${turned}${zeros === undefined ? '' : `, half of ${zeros} zero`}`,
    operations: 2 * m * k * n,
    kernel: 'BatchMatMul',
    attrs: { transposeA, transposeB },
    inputs: (tf) => ({
      a: (zeros === 'a' ? halfZero : normal)(tf, transposeA ? [k, m] : [m, k]),
      b: (zeros === 'b' ? halfZero : normal)(tf, transposeB ? [n, k] : [k, n]),
    }),
  }
}

/** A convolution with `same` padding and its two gradients. */
function convolution(size: number, width: number, from: number, to: number, stride = 1): Case[] {
  const out = Math.ceil(width / stride)
  const image = [BATCH, width, width, from]
  const result = [BATCH, out, out, to]
  const filter = [size, size, from, to]
  const shared = {
    operations: 2 * BATCH * out * out * size * size * from * to,
  }
  const attrs = { strides: [stride, stride], pad: 'same', dataFormat: 'NHWC', dilations: [1, 1] }
  const text = `${size}x${size}${stride > 1 ? `/${stride}` : ''} ${width}x${width}x${from} to ${to}`
  return [
    {
      ...shared,
      name: `convolution ${text}`,
      kernel: 'Conv2D',
      attrs,
      inputs: (tf) => ({ x: normal(tf, image), filter: normal(tf, filter) }),
    },
    {
      ...shared,
      name: `  its gradient to the input`,
      kernel: 'Conv2DBackpropInput',
      attrs: { ...attrs, inputShape: image },
      inputs: (tf) => ({ dy: normal(tf, result), filter: normal(tf, filter) }),
    },
    {
      ...shared,
      name: `  its gradient to the filter`,
      kernel: 'Conv2DBackpropFilter',
      attrs: { ...attrs, filterShape: filter },
      inputs: (tf) => ({ x: normal(tf, image), dy: normal(tf, result) }),
    },
  ]
}

const pooling = { filterSize: [3, 3], strides: [2, 2], pad: 'same' }
const images = [BATCH, 28, 28, 64]
const pooled = [BATCH, 14, 14, 64]
const imageBytes = 4 * images.reduce((total, size) => total * size, 1)
const response = { depthRadius: 4, bias: 1, alpha: 0.001 / 9, beta: 0.75 }

export const cases: Case[] = [
  product(512, 512, 2352),
  product(512, 512, 2352, 'a'),
  product(512, 512, 2352, 'b'),
  product(512, 512, 2352, 'ab'),
  product(128, 2352, 512),
  product(2352, 128, 512, 'a'),
  product(128, 512, 512),
  product(128, 512, 512, 'b'),
  product(512, 128, 512, 'a'),
  product(128, 512, 512, '', 'a'),
  product(128, 512, 512, 'b', 'a'),
  product(512, 128, 512, 'a', 'a'),
  product(2352, 128, 512, 'a', 'b'),
  product(25_088, 160, 112, '', 'a'),
  product(128, 512, 10),
  product(1, 2352, 512),
  product(1000, 2352, 10),
  ...convolution(5, 28, 3, 64).filter(({ kernel }) => kernel !== 'Conv2DBackpropInput'),
  ...convolution(5, 14, 64, 64),
  ...convolution(3, 28, 96, 32),
  ...convolution(3, 14, 160, 80),
  ...convolution(3, 7, 336, 160),
  ...convolution(3, 28, 80, 80, 2),
  ...convolution(1, 14, 160, 112),
  {
    name: 'maximum of 3x3/2 28x28x64',
    bytes: 1.25 * imageBytes,
    kernel: 'MaxPool',
    attrs: pooling,
    inputs: (tf) => ({ x: normal(tf, images) }),
  },
  {
    name: '  its gradient',
    bytes: 2.5 * imageBytes,
    kernel: 'MaxPoolGrad',
    attrs: pooling,
    inputs: (tf) => {
      const x = normal(tf, images)
      const output = tf.maxPool(x as never, 3, 2, 'same')
      return { dy: normal(tf, pooled), input: x, output }
    },
  },
  {
    name: 'local response normalisation 28x28x64',
    bytes: 2 * imageBytes,
    kernel: 'LRN',
    attrs: response,
    inputs: (tf) => ({ x: normal(tf, images) }),
  },
  {
    name: '  its gradient',
    bytes: 4 * imageBytes,
    kernel: 'LRNGrad',
    attrs: response,
    inputs: (tf) => ({ x: normal(tf, images), y: normal(tf, images), dy: normal(tf, images) }),
  },
  {
    name: 'batch normalisation 28x28x64, statistics',
    bytes: imageBytes,
    kernel: 'BatchMoments',
    attrs: { epsilon: 1e-3 },
    inputs: (tf) => ({ x: normal(tf, images) }),
  },
  {
    name: '  its gradients',
    bytes: 5 * imageBytes,
    kernel: 'BatchNormalizeGradients',
    attrs: {},
    inputs: (tf) => ({
      dy: normal(tf, images),
      x: normal(tf, images),
      mean: normal(tf, [64]),
      reciprocal: normal(tf, [64]),
    }),
  },
  {
    name: 'addition 28x28x64',
    bytes: 3 * imageBytes,
    kernel: 'Add',
    attrs: {},
    inputs: (tf) => ({ a: normal(tf, images), b: normal(tf, images) }),
  },
  {
    name: 'sum over a batch of 28x28x64',
    bytes: imageBytes,
    kernel: 'Sum',
    attrs: { axis: [0, 1, 2], keepDims: false },
    inputs: (tf) => ({ x: normal(tf, images) }),
  },
  {
    name: 'momentum, 1,204,224 weights',
    bytes: 5 * 4 * 1_204_224,
    kernel: 'Momentum',
    attrs: { rate: 0.01, momentum: 0.9, nesterov: false },
    inputs: (tf) => ({
      weight: normal(tf, [2352, 512]),
      velocity: normal(tf, [2352, 512]),
      gradient: normal(tf, [2352, 512]),
    }),
  },
]
