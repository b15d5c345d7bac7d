import fc from 'fast-check'
import { describe, it } from 'vitest'
import { anything, drawn, expectSame, largest, onBoth, ordinary } from './session.js'

const shapes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 })

/** An array and some of its axes, neighbours or not. */
const cases = (value: fc.Arbitrary<number>) =>
  shapes.chain((shape) =>
    fc.record({
      x: drawn(shape, value),
      axis: fc.subarray(shape.map((_, axis) => axis)),
      keepDims: fc.boolean(),
    }),
  )

describe('reductions', () => {
  it.each(['Sum', 'Mean'])('%s', (kernel) => {
    fc.assert(
      fc.property(cases(ordinary), ({ x, axis, keepDims }) => {
        const { portable, cpu } = onBoth(kernel, { x }, { axis, keepDims })
        expectSame(portable, cpu, 1e-6 * x.values.length, largest(x))
      }),
      { numRuns: 80 },
    )
  })

  it.each(['Max', 'Min'])('%s', (kernel) => {
    fc.assert(
      fc.property(cases(ordinary), ({ x, axis, keepDims }) => {
        const attrs = { reductionIndices: axis, axis, keepDims }
        const { portable, cpu } = onBoth(kernel, { x }, attrs)
        expectSame(portable, cpu)
      }),
      { numRuns: 80 },
    )
  })

  it('a NaN or an infinity reaches the result', () => {
    fc.assert(
      fc.property(
        cases(anything),
        fc.constantFrom('Sum', 'Max', 'Min'),
        ({ x, axis, keepDims }, kernel) => {
          const attrs = { reductionIndices: axis, axis, keepDims }
          const { portable, cpu } = onBoth(kernel, { x }, attrs)
          expectSame(portable, cpu, 1e-5 * x.values.length, finiteScale(x.values))
        },
      ),
      { numRuns: 80 },
    )
  })

  it('sums that many tasks share', () => {
    for (const [shape, axis] of [
      [[300_007], [0]],
      [[70_001, 5], [0]],
      [[3, 90_001], [1]],
      [
        [13, 41, 53, 7],
        [0, 1, 2],
      ],
      [[100_003, 3], [1]],
    ] as const) {
      fc.assert(
        fc.property(drawn([...shape]), (x) => {
          const { portable, cpu } = onBoth('Sum', { x }, { axis: [...axis], keepDims: false })
          expectSame(portable, cpu, 1e-6 * Math.sqrt(x.values.length) * 100, largest(x))
        }),
        { numRuns: 1 },
      )
    }
  })
})

/** The largest finite size, so that a huge value that cancels leaves its rounding. */
function finiteScale(values: Float32Array): number {
  return values.reduce((most, v) => (Number.isFinite(v) ? Math.max(most, Math.abs(v)) : most), 1)
}
