import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anything, drawn, expectSame, onBoth, ordinary, ulps } from './session.js'

/** Two shapes that broadcast with each other, of up to five axes, sizes of zero among them. */
const shapes = fc
  .array(fc.record({ size: fc.integer({ min: 0, max: 7 }), one: fc.nat(5) }), { maxLength: 5 })
  .chain((axes) =>
    fc.record({ cutA: fc.nat(axes.length), cutB: fc.nat(axes.length) }).map(({ cutA, cutB }) => {
      const a = axes.map(({ size, one }) => (one === 1 ? 1 : size)).slice(cutB > 0 ? cutA : 0)
      const b = axes.map(({ size, one }) => (one === 2 ? 1 : size)).slice(cutA > 0 ? 0 : cutB)
      return [a, b] as const
    }),
  )

const pairs = (value: fc.Arbitrary<number>) =>
  shapes.chain(([a, b]) => fc.record({ a: drawn([...a], value), b: drawn([...b], value) }))

describe('arithmetic with broadcasting', () => {
  it.each(['Add', 'Sub', 'Multiply', 'RealDiv', 'Maximum', 'Minimum'])(
    '%s is exactly what the cpu backend has, with NaN and infinities',
    (kernel) => {
      fc.assert(
        fc.property(pairs(anything), (inputs) => {
          const { portable, cpu } = onBoth(kernel, inputs)
          expectSame(portable, cpu)
        }),
        { numRuns: 60 },
      )
    },
  )

  it.each(['SquaredDifference', 'Pow'])('%s is within 3 ulp', (kernel) => {
    fc.assert(
      fc.property(pairs(ordinary), (inputs) => {
        const { portable, cpu } = onBoth(kernel, inputs)
        const wanted = cpu[0]?.values ?? []
        const far =
          portable[0]?.values.map((value, index) => ulps(value, wanted[index] ?? NaN)) ?? []
        expect(Math.max(0, ...far)).toBeLessThanOrEqual(3)
      }),
      { numRuns: 60 },
    )
  })

  it('works on many more elements than one task takes, in every broadcast form', () => {
    const forms = [
      [[3, 50_001], []],
      [[200_003], [200_003]],
      [
        [257, 1, 31],
        [1, 63, 31],
      ],
      [[100_001, 2], [2]],
      [
        [5, 40_009],
        [5, 1],
      ],
    ] as const
    for (const [a, b] of forms) {
      fc.assert(
        fc.property(drawn([...a]), drawn([...b]), (x, y) => {
          for (const inputs of [
            { a: x, b: y },
            { a: y, b: x },
          ]) {
            const { portable, cpu } = onBoth('Sub', inputs)
            expectSame(portable, cpu)
          }
        }),
        { numRuns: 1 },
      )
    }
  })
})

describe('one input', () => {
  const arrays = fc.nat(67).chain((length) => drawn([length], anything))

  it.each(['Relu', 'Neg', 'Abs', 'Sqrt', 'Square', 'Reciprocal', 'Floor', 'Ceil'])(
    '%s is exactly what the cpu backend has',
    (kernel) => {
      fc.assert(
        fc.property(arrays, (x) => {
          const { portable, cpu } = onBoth(kernel, { x })
          expectSame(portable, cpu)
        }),
        { numRuns: 60 },
      )
    },
  )

  it.each(['Rsqrt', 'Exp', 'Log', 'Tanh', 'Sigmoid', 'Expm1', 'Log1p'])(
    "%s is within 2 ulp of the host's",
    (kernel) => {
      fc.assert(
        fc.property(arrays, (x) => {
          const { portable, cpu } = onBoth(kernel, { x })
          const wanted = cpu[0]?.values ?? []
          const far = portable[0]?.values.map((value, i) => ulps(value, wanted[i] ?? NaN)) ?? []
          expect(Math.max(0, ...far)).toBeLessThanOrEqual(2)
        }),
        { numRuns: 60 },
      )
    },
  )

  it('Step keeps NaN and takes its slope below zero', () => {
    fc.assert(
      fc.property(arrays, ordinary, (x, alpha) => {
        const { portable, cpu } = onBoth('Step', { x }, { alpha: Math.fround(alpha) })
        expectSame(portable, cpu)
      }),
      { numRuns: 60 },
    )
  })

  it('ZerosLike and OnesLike', () => {
    fc.assert(
      fc.property(arrays, fc.constantFrom('ZerosLike', 'OnesLike'), (x, kernel) => {
        const { portable, cpu } = onBoth(kernel, { x })
        expectSame(portable, cpu)
      }),
      { numRuns: 20 },
    )
  })
})
