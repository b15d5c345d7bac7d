/** @file The engine's own programs against TensorFlow.js' composed operations on the plain cpu backend. */

import '@tensorflow/tfjs-backend-cpu'
import type { Tensor, Tensor1D, Tensor2D, Tensor4D, Variable } from '@tensorflow/tfjs-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EngineSession, TensorFlow } from '../../../src/engine/engine.js'
import { loadTensorFlow } from '../../../src/engine/load-tensorflow.js'
import { type Operations, composedOperations } from '../../../src/engine/operations.js'
import { webgpuEngine } from '../../../src/engine/webgpu/engine.js'
import { RandomStream, seedKey } from '../../../src/random/key.js'
import { engineMissing } from './session.js'

const plain = loadTensorFlow()
const composed = composedOperations(plain)
const momentumSettings = { rate: 0.1, momentum: 0.9, nesterov: false }

interface Form {
  tf: TensorFlow
  operations: Operations
}

interface Drawn {
  shape: number[]
  values: Float32Array
}

function drawn(seed: number, ...shapes: number[][]): Drawn[] {
  const stream = new RandomStream(seedKey(seed))
  return shapes.map((shape) => {
    const size = shape.reduce((product, length) => product * length, 1)
    return { shape, values: Float32Array.from({ length: size }, () => stream.normal()) }
  })
}

/** The value of an operation, and its gradients with each output weighted differently. */
async function withGradients(
  { tf }: Form,
  operation: (...inputs: Tensor[]) => Tensor,
  inputs: readonly Drawn[],
): Promise<Float32Array[]> {
  const tensors = inputs.map(({ shape, values }) => tf.tensor(values, shape))
  const results = tf.tidy(() => {
    const weigh = (y: Tensor) => {
      const weights = Float32Array.from({ length: y.size }, (_, i) => Math.sin(i + 1))
      return tf.sum(tf.mul(y, tf.tensor(weights, y.shape)))
    }
    const gradients = tf.grads((...given: Tensor[]) => weigh(operation(...given)))(tensors)
    return [operation(...tensors), ...gradients]
  })
  const read = await Promise.all(results.map(async (t) => Float32Array.from(await t.data())))
  tf.dispose([...tensors, ...results])
  return read
}

function expectClose(actual: Float32Array[], expected: Float32Array[], tolerance = 1e-4): void {
  expect(actual.map(({ length }) => length)).toEqual(expected.map(({ length }) => length))
  for (const [index, values] of expected.entries()) {
    const scale = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1)
    const worst = values.reduce(
      (most, value, place) => Math.max(most, Math.abs(value - (actual[index]?.[place] ?? NaN))),
      0,
    )
    expect(worst / scale).toBeLessThan(tolerance)
  }
}

describe.skipIf(engineMissing)('the programs of the webgpu engine', () => {
  let session: EngineSession
  const reference: Form = { tf: plain, operations: composed }

  beforeAll(async () => {
    session = await webgpuEngine.start({ threads: 1 })
  }, 60_000)
  afterAll(() => session.close?.())

  async function onCpu<Result>(action: () => Promise<Result>): Promise<Result> {
    await plain.setBackend('cpu')
    const result = await action()
    await plain.setBackend('webgpu')
    return result
  }

  /** Expects the same results from both for the same inputs, forward and backward. */
  async function expectSame(
    inputs: readonly Drawn[],
    ours: (form: Form) => (...inputs: Tensor[]) => Tensor,
    theirs: (form: Form) => (...inputs: Tensor[]) => Tensor = ours,
  ): Promise<void> {
    const expected = await onCpu(() => withGradients(reference, theirs(reference), inputs))
    expectClose(await withGradients(session, ours(session), inputs), expected)
  }

  it.each([
    [1, 1],
    [5, 3],
    [9, 64],
    [3, 130],
  ])('softmax cross-entropy of %i rows and %i classes', async (rows, classes) => {
    const labels = new Float32Array(rows * classes)
    for (let row = 0; row < rows; row++) labels[row * classes + ((7 * row) % classes)] = 1
    await expectSame(drawn(rows, [rows, classes]), ({ tf, operations }) => (logits) => {
      const hot = tf.tensor2d(labels, [rows, classes])
      return operations.crossEntropy(logits as Tensor2D, hot)
    })
  })

  it('cross-entropy of logits beyond the range of exp, and of NaN', async () => {
    const { tf, operations } = session
    const logits = tf.tensor2d([1000, 0, -1000, 0, NaN, 0, 1, 2], [4, 2])
    const labels = tf.tensor2d([1, 0, 1, 0, 1, 0, 1, 0], [4, 2])
    const loss = await operations.crossEntropy(logits, labels).data()
    expect([loss[0], loss[1]]).toEqual([0, 1000])
    expect(loss[2]).toBeNaN()
    expect(loss[3]).toBeCloseTo(1 + Math.log1p(Math.exp(-1)), 5)
  })

  // The last shape has more rows than one group of a channel takes.
  it.each([[[2, 1, 1, 1]], [[3, 2, 5, 17]], [[2, 3, 3, 33]], [[4, 20, 17, 3]]])(
    'batch normalisation of %j',
    async (shape) => {
      const channels = shape.at(-1) ?? 0
      for (const scaled of [true, false]) {
        const inputs = drawn(channels, shape, [channels], ...(scaled ? [[channels]] : []))
        await expectSame(inputs, ({ operations }) => (x, offset, scale) => {
          const { output } = operations.batchNorm(
            x as Tensor4D,
            offset as Tensor1D,
            scale as Tensor1D | undefined,
            1e-3,
          )
          return output
        })
      }
    },
  )

  it('the variance of values far from zero', async () => {
    const { tf, operations } = session
    // By hand: mean 10,001.5 and variance 1.25.
    const x = tf.tensor4d([10_000, 10_001, 10_002, 10_003], [4, 1, 1, 1])
    const { mean, variance } = operations.batchNorm(x, tf.zeros([1]), undefined, 1e-3)
    expect((await mean.data())[0]).toBe(10_001.5)
    expect((await variance.data())[0]).toBeCloseTo(1.25, 4)
  })

  it.each(['linear', 'relu'] as const)(
    'dense layer with bias, %s, and the bias of many rows',
    async (activation) => {
      await expectSame(
        drawn(1, [150, 7], [7, 20], [20]),
        ({ tf }) =>
          (a, b, bias) =>
            tf.fused.matMul({
              a: a as Tensor2D,
              b: b as Tensor2D,
              bias: bias as Tensor,
              activation,
            }),
        ({ tf }) =>
          (a, b, bias) => {
            const sum = tf.add(tf.matMul(a as Tensor2D, b as Tensor2D), bias as Tensor)
            return activation === 'relu' ? tf.relu(sum) : sum
          },
      )
    },
  )

  it.each([1, 2])('convolution with bias and ReLU, stride %i', async (strides) => {
    await expectSame(
      drawn(2, [2, 6, 5, 3], [3, 3, 3, 4], [4]),
      ({ tf }) =>
        (x, filter, bias) =>
          tf.fused.conv2d({
            ...{ x: x as Tensor4D, filter: filter as Tensor4D, strides, pad: 'same' },
            ...{ bias: bias as Tensor, activation: 'relu' },
          }),
      ({ tf }) =>
        (x, filter, bias) => {
          const sums: Tensor = tf.conv2d(x as Tensor4D, filter as Tensor4D, strides, 'same')
          return tf.relu(tf.add(sums, bias as Tensor))
        },
    )
  })

  it('ReLU, max-pooling and local response normalisation', async () => {
    await expectSame(drawn(3, [2, 7, 7, 5]), ({ tf }) => (x) => {
      const pooled = tf.maxPool(tf.relu(x as Tensor4D), 3, 2, 'same')
      return tf.localResponseNormalization(pooled, 2, 1, 1e-2, 0.75)
    })
  })

  /** The weights and the optimizer's state after three updates. */
  async function updated(
    { tf }: Form,
    slots: number,
    update: (weight: Variable, kept: Variable[], gradient: Tensor, step: number) => void,
  ): Promise<Float32Array[]> {
    const [start, ...gradients] = drawn(4, [300], [300], [300], [300])
    const tensorOf = ({ values, shape }: Drawn) => tf.tensor(values, shape)
    const weight = tf.variable(tensorOf(start as Drawn))
    const kept = Array.from({ length: slots }, () => tf.variable(tf.zeros([300])))
    gradients.forEach((gradient, step) => update(weight, kept, tensorOf(gradient), step + 1))
    const values = await Promise.all([weight, ...kept].map((variable) => variable.data()))
    return values.map((some) => Float32Array.from(some))
  }

  it.each([false, true])('momentum, nesterov %s', async (nesterov) => {
    const run = (form: Form) =>
      updated(form, 1, (weight, [velocity], gradient) => {
        const settings = { ...momentumSettings, nesterov }
        form.operations.momentum(weight, velocity as Variable, gradient, settings)
      })
    expectClose(await run(session), await onCpu(() => run(reference)), 1e-6)
  })

  it('Adam', async () => {
    const run = (form: Form) =>
      updated(form, 2, (weight, [mean, square], gradient, step) => {
        form.operations.adam(weight, mean as Variable, square as Variable, gradient, {
          ...{ beta1: 0.9, beta2: 0.999, epsilon: 1e-8, kept: 0.99 },
          root: 1 / Math.sqrt(1 - 0.999 ** step),
          change: 0.01 / (1 - 0.9 ** step),
        })
      })
    expectClose(await run(session), await onCpu(() => run(reference)), 1e-5)
  })

  it('an update in place leaves alone what was read, cloned or reshaped before', async () => {
    const { tf, operations } = session
    const weight: Variable = tf.variable(tf.tensor1d([1, 2, 3, 4]))
    const velocity: Variable = tf.variable(tf.zeros([4]))
    const settings = { rate: 1, momentum: 0, nesterov: false }
    operations.momentum(weight, velocity, tf.tensor1d([0, 0, 0, 1]), settings)
    expect([...(await weight.data())]).toEqual([1, 2, 3, 3])
    const before = [tf.clone(weight), tf.reshape(weight, [2, 2]), tf.mul(weight, 1)]
    operations.momentum(weight, velocity, tf.tensor1d([1, 1, 1, 1]), settings)
    for (const tensor of before) expect([...(await tensor.data())]).toEqual([1, 2, 3, 3])
    expect([...(await weight.data())]).toEqual([0, 1, 2, 2])
  })
})
