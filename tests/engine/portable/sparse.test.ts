/**
 * @file Products that skip zeros have the same bits as those that do not: half-zero rows are multiplied alone,
 * and among so many others that the whole matrix is not sparse.
 */

import type { Tensor } from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PortableBackend } from '../../../src/engine/portable/backend.js'
import { isSparse } from '../../../src/engine/portable/sparsity.js'
import { type Drawn, drawn, expectSame, on, onBoth, ordinary, tensorOf, tf } from './session.js'

const nonZero = ordinary.map((value) => value || 1)
/** Much as ReLU leaves it, with zeros of both signs: half and a little more, so that a sample always shows it. */
const halfZero = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(0, 0, -0) },
  { weight: 2, arbitrary: nonZero },
)
const special = fc.oneof(
  { weight: 500, arbitrary: nonZero },
  { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity) },
)

const expectSparse = (tensor: Tensor, expected: boolean): void => {
  expect(isSparse(tf.backend() as PortableBackend, tensor)).toBe(expected)
}

/** `matrix` and three others without zeros, one after the other along an axis. */
function among(matrix: Tensor, axis: number): Tensor {
  const others = tf.add(tf.abs(matrix), 1)
  const all = tf.concat([matrix, others, others, others], axis)
  expectSparse(matrix, true)
  expectSparse(all, false)
  return all
}

/** Expects the same result of `work` for `matrix` alone and among others along an axis. */
function expectAlike(matrix: Drawn, axis: number, into: number, work: (matrix: Tensor) => Tensor) {
  const alone = on('portable', () => work(tensorOf(matrix)))
  const whole = on('portable', () => {
    const result = work(among(tensorOf(matrix), axis))
    const shape = result.shape.map((length, i) => (i === into ? length / 4 : length))
    return tf.slice(
      result,
      shape.map(() => 0),
      shape,
    )
  })
  expectSame(alone, whole)
}

const sizes = [
  [128, 512, 64],
  [131, 301, 75],
  [64, 260, 512],
  [301, 66, 130],
] as const

describe('a product whose left matrix is half zeros', () => {
  for (const [m, k, n] of sizes) {
    for (const [transposeA, transposeB] of [
      [false, false],
      [true, false],
      [false, true],
    ] as const) {
      for (const [name, value] of [
        ['finite', nonZero],
        ['also NaN and infinite', special],
      ] as const) {
        it(`${m} x ${k} x ${n}, transposed: ${transposeA}, ${transposeB}, the right one ${name}`, () => {
          const inputs = fc.record({
            a: drawn(transposeA ? [k, m] : [m, k], halfZero),
            b: drawn(transposeB ? [n, k] : [k, n], value),
          })
          fc.assert(
            fc.property(inputs, (given) => {
              const axis = transposeA ? 1 : 0
              expectAlike(given.a, axis, 0, (a) =>
                tf.matMul(a, tensorOf(given.b), transposeA, transposeB),
              )
            }),
            { numRuns: 3 },
          )
        })
      }
    }
  }
})

describe('a product whose right matrix is half zeros, the left one transposed', () => {
  it.each(sizes)('%i x %i x %i', (n, k, m) => {
    const inputs = fc.record({ a: drawn([k, m], special), b: drawn([k, n], halfZero) })
    fc.assert(
      fc.property(inputs, (given) => {
        expectAlike(given.b, 1, 1, (b) => tf.matMul(tensorOf(given.a), b, true, false))
      }),
      { numRuns: 3 },
    )
  })
})

describe('convolutions of images that are half zeros', () => {
  for (const [size, stride, from, to] of [
    [1, 1, 36, 70],
    [3, 2, 36, 70],
    [2, 1, 33, 21],
  ] as const) {
    const space = 14 / stride
    const filterShape = [size, size, from, to]
    const attrs = { strides: [stride, stride], dilations: [1, 1], pad: 'same', dataFormat: 'NHWC' }
    const run = (kernel: string, inputs: Record<string, Tensor>, more: object): Tensor =>
      tf.engine().runKernel(kernel, inputs, { ...attrs, ...more } as never)

    it(`${size}x${size}, stride ${stride}, and its gradient to the input`, () => {
      const inputs = fc.record({
        x: drawn([5, 14, 14, from], halfZero),
        dy: drawn([5, space, space, to], halfZero),
        filter: drawn(filterShape, nonZero),
      })
      fc.assert(
        fc.property(inputs, (given) => {
          const filter = () => tensorOf(given.filter)
          expectAlike(given.x, 0, 0, (x) => run('Conv2D', { x, filter: filter() }, {}))
          expectAlike(given.dy, 0, 0, (dy) => {
            const inputShape = [dy.shape[0], 14, 14, from]
            return run('Conv2DBackpropInput', { dy, filter: filter() }, { inputShape })
          })
        }),
        { numRuns: 2 },
      )
    })

    it(`${size}x${size}, stride ${stride}, its gradient to the filter`, () => {
      const inputs: fc.Arbitrary<Record<string, Drawn>> = fc.record({
        x: drawn([5, 14, 14, from], halfZero),
        dy: drawn([5, space, space, to], nonZero),
      })
      fc.assert(
        fc.property(inputs, (given) => {
          const { portable, cpu } = onBoth('Conv2DBackpropFilter', given, { ...attrs, filterShape })
          expectSame(portable, cpu, 16 * 5 * space * space * 1e-6)
        }),
        { numRuns: 2 },
      )
    })
  }
})
