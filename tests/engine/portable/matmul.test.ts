import fc from 'fast-check'
import { describe, it } from 'vitest'
import { anything, drawn, expectSame, on, onBoth, ordinary, tensorOf, tf } from './session.js'

const sizes = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 70 }))

interface Shape {
  m: number
  n: number
  k: number
  transposeA: boolean
  transposeB: boolean
  outer: [number[], number[]]
}

const shapes = fc.record({
  m: sizes,
  n: sizes,
  k: fc.oneof(sizes, fc.constantFrom(255, 256, 257, 513)),
  transposeA: fc.boolean(),
  transposeB: fc.boolean(),
  outer: fc.constantFrom<Shape['outer'][]>(
    [[], []],
    [[3], [3]],
    [[1], [2]],
    [[2, 3], [1]],
    [
      [2, 1],
      [1, 3],
    ],
  ),
})

function matrices({ m, n, k, transposeA, transposeB, outer }: Shape, value = ordinary) {
  return fc.record({
    a: drawn([...outer[0], ...(transposeA ? [k, m] : [m, k])], value),
    b: drawn([...outer[1], ...(transposeB ? [n, k] : [k, n])], value),
  })
}

/** Bound of the rounding errors of a sum of k products of values up to 4. */
const tolerance = (k: number): number => 16 * k * 6e-8 * Math.max(1, Math.sqrt(k))

describe('matrix multiplication', () => {
  it('all transposes, batches, thin and empty shapes', () => {
    const cases = shapes.chain((shape) =>
      fc.record({ shape: fc.constant(shape), inputs: matrices(shape) }),
    )
    fc.assert(
      fc.property(cases, ({ shape, inputs: { a, b } }) => {
        const product = () =>
          tf.matMul(tensorOf(a), tensorOf(b), shape.transposeA, shape.transposeB)
        expectSame(on('portable', product), on('cpu', product), tolerance(shape.k))
      }),
      { numRuns: 150 },
    )
  })

  it('a NaN or an infinity reaches every sum that it is a term of', () => {
    const cases = shapes.chain((shape) =>
      fc.record({
        shape: fc.constant(shape),
        inputs: matrices(shape, fc.oneof(ordinary, fc.constantFrom(NaN, Infinity, -Infinity, 0))),
      }),
    )
    fc.assert(
      fc.property(cases, ({ shape, inputs: { a, b } }) => {
        const product = () =>
          tf.matMul(tensorOf(a), tensorOf(b), shape.transposeA, shape.transposeB)
        expectSame(on('portable', product), on('cpu', product), tolerance(shape.k))
      }),
      { numRuns: 60 },
    )
  })

  it('with bias and activation', () => {
    const cases = shapes.chain((shape) =>
      fc.record({
        shape: fc.constant({ ...shape, outer: [[], []] as [number[], number[]] }),
        inputs: matrices({ ...shape, outer: [[], []] }),
        bias: drawn([shape.n], ordinary),
        activation: fc.constantFrom('linear' as const, 'relu' as const, 'sigmoid' as const),
      }),
    )
    fc.assert(
      fc.property(cases, ({ shape, inputs: { a, b }, bias, activation }) => {
        const { transposeA, transposeB } = shape
        const fused = () =>
          tf.fused.matMul({
            a: tensorOf(a) as never,
            b: tensorOf(b) as never,
            bias: tensorOf(bias),
            ...{ transposeA, transposeB, activation },
          })
        expectSame(on('portable', fused), on('cpu', fused), tolerance(shape.k))
      }),
      { numRuns: 60 },
    )
  })

  it('shapes of more blocks than one, 10 columns, batches of 1 to 1,000', () => {
    for (const [m, k, n] of [
      [1, 2352, 512],
      [1000, 300, 10],
      [999, 257, 11],
      [301, 129, 530],
      [128, 600, 512],
    ] as const) {
      for (const [transposeA, transposeB] of [
        [false, false],
        [true, false],
        [false, true],
        [true, true],
      ] as const) {
        const inputs = matrices({ m, n, k, transposeA, transposeB, outer: [[], []] }, ordinary)
        fc.assert(
          fc.property(inputs, ({ a, b }) => {
            const attrs = { transposeA, transposeB }
            const { portable, cpu } = onBoth('BatchMatMul', { a: of3(a), b: of3(b) }, attrs)
            expectSame(portable, cpu, tolerance(k))
          }),
          { numRuns: 1 },
        )
      }
    }
  })
})

/** The same matrix as a batch of one, which the cpu backend's kernel requires. */
function of3({ shape, values }: { shape: number[]; values: Float32Array }) {
  return { shape: [1, ...shape], values }
}

// NaN and denormals in both factors at once, where the order of terms could hide them.
it('any float32 at all', () => {
  const cases = fc.record({ a: drawn([5, 3], anything), b: drawn([3, 18], anything) })
  fc.assert(
    fc.property(cases, ({ a, b }) => {
      const product = () => tf.matMul(tensorOf(a), tensorOf(b))
      const [portable, cpu] = [on('portable', product), on('cpu', product)]
      const scale = Math.max(...a.values.map(finite)) * Math.max(...b.values.map(finite))
      // The cpu backend sums in float64, where products that overflow float32 may cancel.
      if (scale < 1e37) expectSame(portable, cpu, 1e-6 * scale)
    }),
    { numRuns: 100 },
  )
})

const finite = (value: number): number => (Number.isFinite(value) ? Math.abs(value) : 1)
