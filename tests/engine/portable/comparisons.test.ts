import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anything, drawn, expectSame, on, onBoth, tf } from './session.js'

const shapes = fc.tuple(fc.nat(5), fc.integer({ min: 1, max: 6 }), fc.nat(9)).chain(([a, b, c]) =>
  fc.constantFrom<[number[], number[]]>(
    [
      [a, b, c],
      [a, b, c],
    ],
    [[a, b, c], [c]],
    [
      [a, 1, c],
      [b, 1],
    ],
    [[], [a, b, c]],
  ),
)

/** Few values, so that many are equal. */
const few = fc.constantFrom(0, -0, 1, 2, -1, NaN, Infinity)

const comparisons = ['Equal', 'NotEqual', 'Greater', 'GreaterEqual', 'Less', 'LessEqual']

describe('comparisons', () => {
  it.each(comparisons)('%s of numbers and of integers', (kernel) => {
    const cases = shapes.chain(([a, b]) => fc.record({ a: drawn(a, few), b: drawn(b, few) }))
    fc.assert(
      fc.property(cases, fc.constantFrom('float32' as const, 'int32' as const), (given, dtype) => {
        const run = () => {
          const inputs = Object.fromEntries(
            Object.entries(given).map(([name, { shape, values }]) => {
              const finite = values.map((value) => (Number.isFinite(value) ? value : 3))
              return [name, tf.tensor(dtype === 'int32' ? finite : values, shape, dtype)]
            }),
          ) as NamedTensorMap
          return tf.engine().runKernel<Tensor>(kernel, inputs)
        }
        expectSame(on('portable', run), on('cpu', run))
      }),
      { numRuns: 80 },
    )
  })

  it.each(['LogicalAnd', 'LogicalOr'])('%s', (kernel) => {
    const bits = fc.constantFrom(0, 1)
    const cases = shapes.chain(([a, b]) => fc.record({ a: drawn(a, bits), b: drawn(b, bits) }))
    fc.assert(
      fc.property(cases, (given) => {
        const run = () => {
          const [a, b] = [given.a, given.b].map(({ shape, values }) =>
            tf.tensor(Uint8Array.from(values), shape, 'bool'),
          ) as [Tensor, Tensor]
          return tf.engine().runKernel<Tensor>(kernel, { a, b })
        }
        expectSame(on('portable', run), on('cpu', run))
      }),
      { numRuns: 60 },
    )
  })
})

describe('ArgMax', () => {
  it('takes the first of the largest', () => {
    const cases = fc
      .tuple(fc.nat(50), fc.integer({ min: 1, max: 12 }))
      .chain(([rows, classes]) => drawn([rows, classes], fc.oneof(few, anything)))
    fc.assert(
      fc.property(cases, fc.constantFrom(-1, 0, 1), (x, axis) => {
        // The cpu backend has the error for an axis of no values.
        fc.pre(x.shape[0] !== 0)
        const { portable, cpu } = onBoth('ArgMax', { x }, { axis })
        expectSame(portable, cpu)
      }),
      { numRuns: 80 },
    )
  })

  it('of more rows than one task takes', () => {
    const hot = (row: number) => (7 * row) % 10
    const values = Float32Array.from({ length: 300_000 }, (_, i) =>
      i % 10 === hot(Math.floor(i / 10)) ? 1 : 0,
    )
    const [result] = on('portable', () => tf.argMax(tf.tensor(values, [30_000, 10]), 1))
    expect(result?.values).toEqual(Float32Array.from({ length: 30_000 }, (_, row) => hot(row)))
  })
})

describe('Cast', () => {
  const types = ['float32', 'int32', 'bool'] as const

  it('between all types, and back', () => {
    const values = fc.array(fc.constantFrom(0, 1, 2, -3, 4.75, 70_000), { maxLength: 40 })
    const type = fc.constantFrom(...types)
    fc.assert(
      fc.property(values, type, type, type, (given, first, second, third) => {
        const run = () => {
          const x = tf.cast(tf.tensor1d(given), first)
          const y = tf.cast(x, second)
          // The sum reads the values from the place to which a kernel wrote them.
          const shifted = tf.add(tf.cast(y, 'float32'), 1)
          return [x, y, tf.cast(y, third), shifted].map((one) => tf.cast(one, 'float32'))
        }
        expectSame(on('portable', run), on('cpu', run))
      }),
      { numRuns: 150 },
    )
  })

  it('gives the memory back', () => {
    const { numTensors } = tf.memory()
    const before = (tf.memory() as unknown as { usedBytes: number }).usedBytes
    for (let i = 0; i < 10; i++) {
      tf.tidy(() => {
        const a = tf.tensor2d(Float32Array.from({ length: 600 }, Math.sin), [60, 10])
        tf.sum(tf.cast(tf.equal(tf.argMax(a, 1), tf.argMax(tf.neg(a), 1)), 'float32')).dataSync()
      })
    }
    expect(tf.memory().numTensors).toBe(numTensors)
    expect((tf.memory() as unknown as { usedBytes: number }).usedBytes).toBe(before)
  })
})
