/** @file The paper's five models from bench/steps/models.json, and one training step of each. */

import { readFileSync } from 'node:fs'
import type { Scalar, Tensor, Tensor1D, Tensor2D, Tensor4D, Variable } from '@tensorflow/tfjs-core'
import type { EngineSession, TensorFlow } from '../../src/engine/engine.js'
import { deriveKey, RandomStream, seedKey } from '../../src/random/key.js'

export type Layer =
  | { type: 'flatten' | 'lrn' | 'meanPool' }
  | { type: 'dense'; units: number; relu?: boolean }
  | { type: 'conv'; filters: number; size: number; stride: number }
  | { type: 'maxPool'; size: number; stride: number }
  | { type: 'inception'; ch1: number; ch3: number }
  | { type: 'downsample'; ch3: number }

export interface Model {
  rate: number
  batchNorm?: boolean
  layers: Layer[]
}

export const models = JSON.parse(
  readFileSync(new URL('models.json', import.meta.url), 'utf8'),
) as Record<string, Model>

const CLASSES = 10

/** Uniform values with mean 0 and the given standard deviation; equal purposes give equal values. */
function drawn(tf: TensorFlow, shape: number[], deviation: number, purpose: string): Tensor {
  const stream = new RandomStream(deriveKey(seedKey(1), purpose))
  const length = shape.reduce((product, size) => product * size, 1)
  const width = deviation * Math.sqrt(12)
  return tf.tensor(
    Float32Array.from({ length }, () => width * (stream.uniform() - 0.5)),
    shape,
  )
}

/** Weights are made in the order of their use, so the same seed gives the same model. */
class Builder {
  readonly weights: Variable[] = []
  private position = 0

  constructor(
    private readonly session: EngineSession,
    private readonly batchNorm: boolean,
  ) {}

  forward(x: Tensor, layers: Layer[]): Tensor {
    this.position = 0
    return layers.reduce((input, layer) => this.layer(input, layer), x)
  }

  private weight(shape: number[], scale: number): Variable {
    const made = this.weights[this.position++]
    if (made !== undefined) return made
    const { tf } = this.session
    const weight = tf.tidy(() => tf.variable(drawn(tf, shape, scale, `weight ${this.position}`)))
    this.weights.push(weight)
    return weight
  }

  private layer(x: Tensor, layer: Layer): Tensor {
    const { tf } = this.session
    const image = x as Tensor4D
    switch (layer.type) {
      case 'flatten':
        return tf.reshape(x, [x.shape[0] ?? 0, -1])
      case 'lrn':
        return tf.localResponseNormalization(image, 4, 1, 0.001 / 9, 0.75)
      case 'meanPool':
        return tf.mean(image, [1, 2])
      case 'dense': {
        const inputs = x.shape[1] ?? 0
        const weight = this.weight([inputs, layer.units], Math.sqrt(2 / inputs))
        return tf.fused.matMul({
          a: x as Tensor2D,
          b: weight as unknown as Tensor2D,
          bias: this.weight([layer.units], 0),
          activation: layer.relu === true ? 'relu' : 'linear',
        })
      }
      case 'conv':
        return this.convolution(image, layer.filters, layer.size, layer.stride)
      case 'maxPool':
        return tf.maxPool(image, layer.size, layer.stride, 'same')
      case 'inception':
        return tf.concat(
          [this.convolution(image, layer.ch1, 1, 1), this.convolution(image, layer.ch3, 3, 1)],
          3,
        )
      case 'downsample':
        return tf.concat(
          [this.convolution(image, layer.ch3, 3, 2), tf.maxPool(image, 3, 2, 'same')],
          3,
        )
    }
  }

  /** Convolution, batch normalisation without scale (or a bias), ReLU. */
  private convolution(x: Tensor4D, filters: number, size: number, stride: number): Tensor4D {
    const { tf, operations } = this.session
    const inputs = x.shape[3]
    const filter = this.weight([size, size, inputs, filters], Math.sqrt(2 / (size * size * inputs)))
    const offset = this.weight([filters], 0)
    const kernel = filter as unknown as Tensor4D
    if (!this.batchNorm) {
      const settings = { strides: stride, pad: 'same', activation: 'relu' } as const
      return tf.fused.conv2d({ x, filter: kernel, bias: offset, ...settings })
    }
    const y = tf.conv2d(x, kernel, stride, 'same')
    return tf.relu(operations.batchNorm(y, offset as unknown as Tensor1D, undefined, 1e-3).output)
  }
}

export interface Training {
  /** One step of SGD with momentum on the same batch; returns the loss before it. */
  step(): number
  weights: Variable[]
}

/** A model with fixed weights and one synthetic batch. */
export function training(session: EngineSession, model: Model, batch: number): Training {
  const { tf, operations } = session
  const images = drawn(tf, [batch, 28, 28, 3], 1, 'images')
  const labels = tf.tensor2d(
    Array.from({ length: batch * CLASSES }, (_, i) =>
      i % CLASSES === Math.floor(i / CLASSES) % CLASSES ? 1 : 0,
    ),
    [batch, CLASSES],
  )
  const builder = new Builder(session, model.batchNorm === true)
  tf.tidy(() => void builder.forward(images, model.layers))
  const { weights } = builder
  const velocities = weights.map((weight) =>
    tf.tidy(() => tf.variable(tf.zerosLike(weight), false)),
  )
  const loss = () =>
    tf.mean<Scalar>(
      operations.crossEntropy(builder.forward(images, model.layers) as Tensor2D, labels),
    )
  const settings = { rate: model.rate, momentum: 0.9, nesterov: false }

  const step = () => {
    const { value, grads } = tf.variableGrads(loss, weights)
    weights.forEach((weight, i) => {
      const [velocity, gradient] = [velocities[i], grads[weight.name]]
      if (velocity === undefined || gradient === undefined)
        throw new Error('a weight has no gradient')
      operations.momentum(weight, velocity, gradient, settings)
    })
    const result = value.dataSync()[0] ?? NaN
    tf.dispose([value, ...Object.values(grads)])
    return result
  }
  return { step, weights }
}
