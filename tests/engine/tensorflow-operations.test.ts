import type { Tensor, Tensor1D, Tensor2D, Tensor4D, Variable } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { TensorFlow } from '../../src/engine/engine.js'
import type { Operations } from '../../src/engine/operations.js'
import { loadTensorFlow } from '../../src/engine/load-tensorflow.js'
import type { NodeBackend } from '../../src/engine/tensorflow/backend.js'
import { nativeOperations } from '../../src/engine/tensorflow/native.js'
import { engineMissing, startEngine } from './tensorflow-session.js'

describe.skipIf(engineMissing)('fused operations', () => {
  let tf: TensorFlow
  let plain: TensorFlow
  let operations: Operations
  let composed: Operations

  beforeAll(async () => {
    ;({ tf, operations, composed } = await startEngine())
    plain = loadTensorFlow()
  })

  const normal = (shape: number[], seed: number) => tf.randomNormal(shape, 0, 1, 'float32', seed)

  /** Gradients of the sum of an operation's outputs, weighted so that every entry counts differently. */
  function gradients(operation: (...inputs: Tensor[]) => Tensor, inputs: Tensor[]): Tensor[] {
    const weighted = (...args: Tensor[]) => {
      const output = operation(...args)
      return tf.sum(tf.mul(output, normal(output.shape, 99)))
    }
    return tf.grads(weighted)(inputs)
  }

  /** One entry's gradient by central differences. */
  function difference(
    operation: (...inputs: Tensor[]) => Tensor,
    inputs: Tensor[],
    input: number,
    entry: number,
  ): number {
    // Small, since a larger step would cross the kinks of ReLU and of the maximum.
    const step = 2e-3
    const [up, down] = [step, -step].map((move) => {
      const moved = inputs.map((tensor, index) => {
        if (index !== input) return tensor
        const values = tensor.dataSync().slice()
        values[entry] = (values[entry] ?? 0) + move
        return tf.tensor(values, tensor.shape)
      })
      const output = operation(...moved)
      return tf.sum(tf.mul(output, normal(output.shape, 99))).dataSync()[0] ?? NaN
    })
    return ((up ?? NaN) - (down ?? NaN)) / (2 * step)
  }

  function expectClose(actual: Tensor, expected: Tensor, tolerance = 1e-4): void {
    expect(actual.shape).toEqual(expected.shape)
    const [a, b] = [actual.dataSync(), expected.dataSync()]
    const scale = Math.max(1, ...b.map(Math.abs))
    const worst = Math.max(...a.map((value, index) => Math.abs(value - (b[index] ?? NaN))))
    expect(worst / scale).toBeLessThan(tolerance)
  }

  interface Case {
    name: string
    inputs: number[][]
    fused: (...inputs: Tensor[]) => Tensor
    reference: (...inputs: Tensor[]) => Tensor
  }

  const labels = () => tf.oneHot(tf.tensor1d([0, 2, 1, 1], 'int32'), 3, 1, 0, 'float32') as Tensor2D
  const convolution = (strides: number, bias: boolean, relu: boolean): Case => ({
    name: `convolution with stride ${String(strides)}${bias ? ', bias' : ''}${relu ? ', ReLU' : ''}`,
    inputs: [[2, 6, 6, 3], [3, 3, 3, 4], ...(bias ? [[4]] : [])],
    fused: (x, filter, b) =>
      tf.fused.conv2d({
        ...{ x: x as Tensor4D, filter: filter as Tensor4D, strides, pad: 'same' },
        ...(b && { bias: b }),
        activation: relu ? 'relu' : 'linear',
      }),
    reference: (x, filter, b) => {
      const sums: Tensor = plain.conv2d(x as Tensor4D, filter as Tensor4D, strides, 'same')
      const shifted = b ? plain.add(sums, b) : sums
      return relu ? plain.relu(shifted) : shifted
    },
  })

  const cases: Case[] = [
    {
      name: 'softmax cross-entropy',
      inputs: [[4, 3]],
      fused: (x) => operations.crossEntropy(x as Tensor2D, labels()),
      reference: (x) => composed.crossEntropy(x as Tensor2D, labels()),
    },
    {
      name: 'batch normalisation with a scale',
      inputs: [[3, 2, 2, 4], [4], [4]],
      fused: (x, offset, scale) =>
        operations.batchNorm(x as Tensor4D, offset as Tensor1D, scale as Tensor1D, 1e-3).output,
      reference: (x, offset, scale) =>
        composed.batchNorm(x as Tensor4D, offset as Tensor1D, scale as Tensor1D, 1e-3).output,
    },
    {
      name: 'batch normalisation without a scale',
      inputs: [[3, 2, 2, 4], [4]],
      fused: (x, offset) =>
        operations.batchNorm(x as Tensor4D, offset as Tensor1D, undefined, 1e-3).output,
      reference: (x, offset) =>
        composed.batchNorm(x as Tensor4D, offset as Tensor1D, undefined, 1e-3).output,
    },
    convolution(1, false, false),
    convolution(1, true, false),
    convolution(1, true, true),
    convolution(2, true, true),
    {
      name: 'convolution by itself',
      inputs: [
        [2, 6, 6, 3],
        [3, 3, 3, 4],
      ],
      fused: (x, filter) => tf.conv2d(x as Tensor4D, filter as Tensor4D, 1, 'same'),
      reference: (x, filter) => plain.conv2d(x as Tensor4D, filter as Tensor4D, 1, 'same'),
    },
    {
      name: 'dense with bias and ReLU',
      inputs: [[5, 7], [7, 4], [4]],
      fused: (a, b, bias) =>
        tf.fused.matMul({
          a: a as Tensor2D,
          b: b as Tensor2D,
          bias: bias as Tensor,
          activation: 'relu',
        }),
      reference: (a, b, bias) => plain.relu(plain.add(plain.matMul(a, b), bias as Tensor)),
    },
    {
      name: 'matrix product',
      inputs: [
        [5, 7],
        [7, 4],
      ],
      fused: (a, b) => tf.matMul(a, b),
      reference: (a, b) => plain.matMul(a, b),
    },
    {
      name: 'max-pooling',
      inputs: [[2, 7, 7, 3]],
      fused: (x) => tf.maxPool(x as Tensor4D, 3, 2, 'same'),
      reference: (x) => plain.maxPool(x as Tensor4D, 3, 2, 'same'),
    },
    {
      name: 'ReLU',
      inputs: [[4, 5]],
      fused: (x) => tf.relu(x),
      reference: (x) => plain.relu(x),
    },
  ]

  for (const { name, inputs: shapes, fused, reference } of cases) {
    const inputs = () => shapes.map((shape, index) => normal(shape, index + 1))

    it(`${name}: values and gradients of the composed form`, () => {
      const args = inputs()
      expectClose(fused(...args), reference(...args))
      const expected = gradients(reference, args)
      gradients(fused, args).forEach((gradient, index) => {
        expectClose(gradient, expected[index] as Tensor)
      })
    })

    it(`${name}: gradients by finite differences`, () => {
      const args = inputs()
      gradients(fused, args).forEach((gradient, input) => {
        const values = gradient.dataSync()
        for (const entry of [0, Math.floor(values.length / 2), values.length - 1]) {
          const expected = difference(fused, args, input, entry)
          expect(Math.abs((values[entry] ?? NaN) - expected)).toBeLessThan(
            0.03 * Math.max(1, Math.abs(expected)),
          )
        }
      })
    })
  }

  /** The TensorFlow operations that an action executes. */
  function executed(action: () => unknown): string[] {
    const backend = tf.backend() as NodeBackend
    const spies = [
      vi.spyOn(backend, 'executeSingleOutput'),
      vi.spyOn(backend, 'executeMultipleOutputs'),
    ]
    try {
      tf.tidy(() => void action())
      return spies.flatMap((spy) => spy.mock.calls.map(([name]) => name))
    } finally {
      for (const spy of spies) spy.mockRestore()
    }
  }

  it('convolves, adds the bias and rectifies in one operation', () => {
    const { fused, inputs } = convolution(1, true, true)
    const args = inputs.map((shape, index) => normal(shape, index))
    expect(executed(() => fused(...args))).toEqual([expect.stringMatching(/FusedConv2D$/)])
  })

  it('lays nothing out anew between the layers of a training step', () => {
    const [x, filter, bias, offset] = [[2, 8, 8, 3], [3, 3, 3, 4], [4], [4]].map(normal)
    const names = executed(() =>
      tf.grads((...[w, b, o]: Tensor[]) => {
        const settings = { strides: 1, pad: 'same', activation: 'relu' } as const
        const h = tf.fused.conv2d({
          ...{ x: x as Tensor4D, filter: w as Tensor4D, ...settings },
          ...(b && { bias: b }),
        })
        const { output } = operations.batchNorm(h as Tensor4D, o as Tensor1D, undefined, 1e-3)
        return tf.sum(tf.relu(tf.maxPool(output, 2, 2, 'same')))
      })([filter, bias, offset] as Tensor[]),
    )
    expect(names).toContain('Conv2DBackpropFilter')
    expect(names).toContain('FusedBatchNormGradV3')
    expect(names.filter((name) => /transpose|layout/i.test(name))).toEqual([])
  })

  it('has the same convolution where oneDNN is missing', () => {
    const native = nativeOperations(tf, tf.backend() as NodeBackend, false)
    const [x, filter, bias] = [[2, 6, 6, 3], [3, 3, 3, 4], [4]].map(normal) as [
      Tensor4D,
      Tensor4D,
      Tensor1D,
    ]
    const sums = plain.add(plain.conv2d(x, filter, 2, 'same'), bias)
    const linear = () => native.conv2d(x, filter, bias, [2, 2], 'same', 'linear')
    expectClose(linear(), sums)
    expectClose(native.conv2d(x, filter, bias, [2, 2], 'same', 'relu'), plain.relu(sums))
    expect(executed(linear)).toEqual(['_FusedConv2D'])
  })

  it('gives the mean and the biased variance of a batch', () => {
    // By hand: channel 0 holds 1, 2, 3, 6 with mean 3 and variance 3.5; channel 1 holds 0, 0, 4, 4.
    const x = tf.tensor4d([1, 0, 2, 0, 3, 4, 6, 4], [2, 2, 1, 2])
    const { mean, variance } = operations.batchNorm(x, tf.zeros([2]), undefined, 1e-3)
    expect(Array.from(mean.dataSync())).toEqual([3, 2])
    expectClose(variance, tf.tensor1d([3.5, 4]), 1e-6)
  })

  it.each([false, true])(
    'updates with momentum as the composed form does, nesterov %s',
    (nesterov) => {
      const settings = { rate: 0.1, momentum: 0.9, nesterov }
      const make = () => [tf.variable(normal([4, 3], 1)), tf.variable(tf.zeros([4, 3]))] as const
      const [[weight, velocity], [w, v]] = [make(), make()]
      for (const seed of [5, 6, 7]) {
        operations.momentum(weight, velocity, normal([4, 3], seed), settings)
        composed.momentum(w, v, normal([4, 3], seed), settings)
      }
      expectClose(weight, w, 1e-6)
      expectClose(velocity, v, 1e-6)
    },
  )

  it('updates in place without touching what was read, cloned or reshaped from a weight before', () => {
    const weight: Variable = tf.variable(tf.tensor1d([1, 2, 3, 4]))
    const velocity: Variable = tf.variable(tf.zeros([4]))
    const settings = { rate: 1, momentum: 0, nesterov: false }
    operations.momentum(weight, velocity, tf.tensor1d([0, 0, 0, 1]), settings)
    const before = [tf.clone(weight), tf.reshape(weight, [2, 2]), tf.mul(weight, 1)]
    operations.momentum(weight, velocity, tf.tensor1d([1, 1, 1, 1]), settings)
    for (const tensor of before) expect(Array.from(tensor.dataSync())).toEqual([1, 2, 3, 3])
    expect(Array.from(weight.dataSync())).toEqual([0, 1, 2, 2])
  })

  it('copies a shared weight once, and leaves no copy behind', () => {
    const first = tf.tensor1d([1, 2])
    const weight: Variable = tf.variable(first)
    const velocity: Variable = tf.variable(tf.zeros([2]))
    const gradient = tf.tensor1d([1, 1])
    const settings = { rate: 1, momentum: 0, nesterov: false }
    operations.momentum(weight, velocity, gradient, settings)
    const before = tf.memory()
    operations.momentum(weight, velocity, gradient, settings)
    expect(tf.memory()).toEqual(before)
    expect(Array.from(weight.dataSync())).toEqual([-1, 0])
    expect(Array.from(first.dataSync())).toEqual([1, 2])
  })

  it('follows a weight that was assigned between two updates', () => {
    const weight: Variable = tf.variable(tf.tensor1d([1, 2]))
    const velocity: Variable = tf.variable(tf.zeros([2]))
    const settings = { rate: 1, momentum: 0, nesterov: false }
    operations.momentum(weight, velocity, tf.tensor1d([1, 1]), settings)
    weight.assign(tf.tensor1d([10, 20]))
    operations.momentum(weight, velocity, tf.tensor1d([1, 2]), settings)
    expect(Array.from(weight.dataSync())).toEqual([9, 18])
  })
})
