/** @file A test of an engine: the accuracy of its numbers, their repetition, and its speed. */

import type { Tensor, Tensor2D, Tensor4D, Variable } from '@tensorflow/tfjs-core'
import type { EngineSession, TensorFlow } from './engine.js'

export interface Probe {
  /** The largest difference between the losses of a small training and the known losses. */
  error: number
  /** True if a repeated training gave the same bits. */
  deterministic: boolean
  /** Billions of floating-point operations per second in matrix products. */
  gflops: number
}

/** The largest error of an engine that counts as correct. */
export const tolerance = 1e-4

/** The training below, computed with PyTorch in double precision. */
const knownLosses = [1.239244612156, 1.06365288449, 0.760346766714, 0.531061872955]

/** @param device the type of the engine's device; a software GPU gets smaller tests */
export async function probe(
  session: EngineSession,
  device: 'gpu' | 'processor' | 'software',
): Promise<Probe> {
  const small = { batch: 8, size: 6, filters: 4, classes: 3, steps: 4 }
  const { losses } = await train(session, small)
  const error = Math.max(...losses.map((loss, step) => Math.abs(loss - (knownLosses[step] ?? NaN))))
  const larger =
    device === 'software' ? small : { batch: 64, size: 28, filters: 32, classes: 10, steps: 3 }
  const deterministic = sameBits(await train(session, larger), await train(session, larger))
  return { error, deterministic, gflops: await measureSpeed(session.tf) }
}

interface Setup {
  batch: number
  size: number
  filters: number
  classes: number
  steps: number
}

interface Trained {
  losses: number[]
  weights: Float32Array[]
}

/** A convolution with bias and ReLU, batch normalisation, max-pooling and a dense layer, with momentum. */
async function train(
  session: EngineSession,
  { batch, size, filters, classes, steps }: Setup,
): Promise<Trained> {
  const { tf, operations } = session
  const inputs = (size / 2) ** 2 * filters
  const x = wave(tf, [batch, size, size, 3], 1, 1)
  const indices = tf.tensor1d(
    Array.from({ length: batch }, (_, index) => index % classes),
    'int32',
  )
  const labels = tf.oneHot(indices, classes, 1, 0, 'float32') as Tensor2D
  const weights = [
    wave(tf, [3, 3, 3, filters], 0.3, 0.7),
    wave(tf, [filters], 0.1, 1),
    wave(tf, [filters], 0.2, 0.9),
    wave(tf, [inputs, classes], 0.3, 0.3),
    wave(tf, [classes], 0.1, 0.5),
  ].map((tensor) => tf.variable(tensor))
  const velocities = weights.map((weight) => tf.variable(tf.zerosLike(weight), false))
  const [filter, bias, offset, kernel, shift] = weights as [
    Variable,
    Variable,
    Variable,
    Variable,
    Variable,
  ]
  const loss = () => {
    const rectified = tf.fused.conv2d({
      ...{ x: x as Tensor4D, filter: filter as unknown as Tensor4D, strides: 1, pad: 'same', bias },
      activation: 'relu',
    })
    const { output } = operations.batchNorm(rectified, offset as never, undefined, 1e-3)
    const flat = tf.reshape(tf.maxPool(output, 2, 2, 'valid'), [batch, inputs])
    const logits = tf.fused.matMul({ a: flat as Tensor2D, b: kernel as never, bias: shift })
    return tf.mean<never>(operations.crossEntropy(logits as Tensor2D, labels))
  }
  const lossOfSteps = Array.from({ length: steps }, () =>
    tf.tidy(() => {
      const { value, grads } = tf.variableGrads(loss, weights)
      weights.forEach((weight, index) => {
        const [velocity, gradient] = [velocities[index], grads[weight.name]]
        if (velocity === undefined || gradient === undefined) throw new Error('no gradient')
        const settings = { rate: 0.1, momentum: 0.9, nesterov: false }
        operations.momentum(weight, velocity, gradient, settings)
      })
      return value
    }),
  )
  const read = async (tensor: Tensor) => Float32Array.from(await tensor.data())
  const stacked = tf.stack(lossOfSteps)
  const [losses, values] = [await read(stacked), await Promise.all(weights.map(read))]
  tf.dispose([stacked, x, indices, labels, ...lossOfSteps, ...weights, ...velocities])
  return { losses: [...losses], weights: values }
}

/** scale * sin(step * (1, 2, 3, ...)) */
function wave(tf: TensorFlow, shape: number[], scale: number, step: number) {
  const size = shape.reduce((product, length) => product * length, 1)
  const values = Float32Array.from({ length: size }, (_, n) => scale * Math.sin(step * (n + 1)))
  return tf.tensor(values, shape)
}

function sameBits(a: Trained, b: Trained): boolean {
  const bytes = ({ weights }: Trained) =>
    Buffer.concat(weights.map(({ buffer }) => Buffer.from(buffer)))
  return bytes(a).equals(bytes(b))
}

async function measureSpeed(tf: TensorFlow): Promise<number> {
  const size = 512
  const a = wave(tf, [size, size], 1, 1) as Tensor2D
  const once = async () => {
    const product = tf.matMul(a, a)
    await product.data()
    product.dispose()
  }
  await once()
  const start = performance.now()
  let products = 0
  while (performance.now() - start < 200) {
    await once()
    products++
  }
  const gflops = (products * 2 * size ** 3) / ((performance.now() - start) * 1e6)
  a.dispose()
  return gflops
}
