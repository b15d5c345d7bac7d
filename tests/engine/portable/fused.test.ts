/** @file The engine's fused operations against TensorFlow.js' own, composed on the plain cpu backend. */

import type { Tensor, Tensor1D, Tensor2D, Tensor4D, Variable } from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { composedOperations } from '../../../src/engine/operations.js'
import {
  anything,
  type Backend,
  type Drawn,
  drawn,
  expectSame,
  on,
  onBoth,
  operations,
  ordinary,
  tensorOf,
  tf,
} from './session.js'

const composed = composedOperations(tf)
const forms = { portable: operations, cpu: composed }

/** Value and gradients of `f`, its outputs weighted so that each counts differently. */
function withGradients(
  backend: Backend,
  f: (...inputs: Tensor[]) => Tensor,
  inputs: Drawn[],
): Drawn[] {
  return on(backend, () => {
    const weigh = (y: Tensor) => {
      const weights = Float32Array.from({ length: y.size }, (_, i) => Math.sin(i + 1))
      return tf.sum(tf.mul(y, tf.tensor(weights, y.shape)))
    }
    const tensors = inputs.map(tensorOf)
    const gradients = tf.grads((...given: Tensor[]) => weigh(f(...given)))(tensors)
    return [f(...tensors), ...gradients]
  })
}

describe('fused operations', () => {
  it('softmax cross-entropy and its gradient, also of large logits', () => {
    const cases = fc
      .tuple(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 13 }))
      .chain(([rows, classes]) =>
        fc.record({
          logits: drawn([rows, classes], fc.oneof(ordinary, fc.constantFrom(-80, 0, 80))),
          hot: fc.array(fc.nat(classes - 1), { minLength: rows, maxLength: rows }),
        }),
      )
    fc.assert(
      fc.property(cases, ({ logits, hot }) => {
        const classes = logits.shape[1] ?? 0
        const labels = { shape: logits.shape, values: new Float32Array(logits.values.length) }
        hot.forEach((label, row) => (labels.values[row * classes + label] = 1))
        const [portable, cpu] = (['portable', 'cpu'] as const).map((backend) =>
          withGradients(
            backend,
            (x, y) => forms[backend].crossEntropy(x as Tensor2D, y as Tensor2D),
            [logits, labels],
          ),
        )
        expectSame(portable ?? [], cpu ?? [], 2e-4)
      }),
      { numRuns: 60 },
    )
  })

  it('a NaN or infinite logit makes the loss of its row NaN, and no other', () => {
    const logits = [1, 2, NaN, 4, Infinity, 6, 7, 8]
    const [loss] = on('portable', () =>
      operations.crossEntropy(tf.tensor2d(logits, [4, 2]), tf.ones([4, 2]) as Tensor2D),
    )
    expect([...(loss?.values ?? [])].map(Number.isFinite)).toEqual([true, false, false, true])
  })

  it.each([true, false])('batch normalisation and its gradients, scale: %s', (scaled) => {
    const cases = fc
      .tuple(fc.integer({ min: 2, max: 5 }), fc.nat(6), fc.nat(6), fc.nat(20))
      .chain(([batch, height, width, channels]) =>
        fc.record({
          x: drawn([batch, height + 1, width + 1, channels + 1]),
          offset: drawn([channels + 1]),
          scale: drawn([channels + 1]),
        }),
      )
    fc.assert(
      fc.property(cases, ({ x, offset, scale }) => {
        // Channels of equal values have no spread, and a gradient that rounding decides.
        const spread = { ...x, values: x.values.map((value, i) => value + Math.sin(7.3 * i)) }
        const [portable, cpu] = (['portable', 'cpu'] as const).map((backend) =>
          withGradients(
            backend,
            (x, offset, scale) =>
              forms[backend].batchNorm(
                x as Tensor4D,
                offset as Tensor1D,
                scale as Tensor1D | undefined,
                1e-3,
              ).output,
            [spread, offset, ...(scaled ? [scale] : [])],
          ),
        )
        expectSame(portable ?? [], cpu ?? [], 5e-3, 1)
      }),
      { numRuns: 40 },
    )
  })

  it('batch normalisation with given statistics, offset and scale or none', () => {
    const cases = fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 21 })).chain(([rows, channels]) =>
      fc.record({
        x: drawn([rows, 1, 1, channels]),
        mean: drawn([channels]),
        variance: drawn([channels], fc.float({ min: 0, max: 4, noNaN: true })),
        offset: fc.option(drawn([channels]), { nil: undefined }),
        scale: fc.option(drawn([channels]), { nil: undefined }),
      }),
    )
    fc.assert(
      fc.property(cases, ({ offset, scale, ...given }) => {
        const inputs = { ...given, ...(offset && { offset }), ...(scale && { scale }) }
        const { portable, cpu } = onBoth('FusedBatchNorm', inputs, { varianceEpsilon: 1e-3 })
        expectSame(portable, cpu, 1e-6, 1000)
      }),
      { numRuns: 60 },
    )
  })

  it.each([true, false])('momentum, Nesterov: %s, in place', (nesterov) => {
    const cases = fc
      .nat(70_000)
      .chain((length) => fc.record({ w: drawn([length]), v: drawn([length]), g: drawn([length]) }))
    const settings = { rate: 0.1, momentum: 0.9, nesterov }
    fc.assert(
      fc.property(cases, ({ w, v, g }) => {
        const [portable, cpu] = (['portable', 'cpu'] as const).map((backend) =>
          on(backend, () => {
            const [weight, velocity] = [tf.variable(tensorOf(w)), tf.variable(tensorOf(v))]
            const before = tf.clone(weight)
            for (let i = 0; i < 2; i++) {
              forms[backend].momentum(weight, velocity, tensorOf(g), settings)
            }
            const all = [tf.add(weight, 0), tf.add(velocity, 0), tf.add(before, 0)]
            tf.dispose([weight, velocity])
            return all
          }),
        )
        expectSame(portable ?? [], cpu ?? [], 1e-5)
      }),
      { numRuns: 15 },
    )
  })

  it.each([1, 0.99])('Adam with %d of the weight kept, in place, bit for bit', (kept) => {
    const cases = fc.oneof(fc.nat(40), fc.nat(70_000)).chain((length) =>
      fc.record({
        w: drawn([length], anything),
        m: drawn([length], anything),
        v: drawn([length], fc.float({ min: 0 })),
        g: drawn([length], anything),
      }),
    )
    const factors = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, root: 1.3, change: 0.01, kept }
    fc.assert(
      fc.property(cases, ({ w, m, v, g }) => {
        const [portable, cpu] = (['portable', 'cpu'] as const).map((backend) =>
          on(backend, () => {
            const [weight, mean, square] = [w, m, v].map((one) => tf.variable(tensorOf(one)))
            const before = tf.clone(weight as Tensor)
            const slots = [weight, mean, square] as [Variable, Variable, Variable]
            for (let i = 0; i < 2; i++) forms[backend].adam(...slots, tensorOf(g), factors)
            const all = [...slots, before].map((one) => tf.add(one, 0))
            tf.dispose(slots)
            return all
          }),
        )
        expectSame(portable ?? [], cpu ?? [])
      }),
      { numRuns: 20 },
    )
  })
})
