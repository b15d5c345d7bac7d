import fc from 'fast-check'
import { describe, it } from 'vitest'
import {
  anything,
  type Drawn,
  drawn,
  expectSame,
  largest,
  on,
  onBoth,
  ordinary,
  tensorOf,
  tf,
} from './session.js'

const size = fc.integer({ min: 1, max: 11 })
const window = fc.integer({ min: 1, max: 4 })

const geometries = fc
  .record({
    image: fc.tuple(fc.nat(3), size, size, fc.integer({ min: 1, max: 11 })),
    filterSize: fc.tuple(window, window),
    strides: fc.tuple(window, window),
    pad: fc.constantFrom('same' as const, 'valid' as const),
  })
  .filter(
    ({ image, filterSize, pad }) =>
      pad === 'same' || (image[1] >= filterSize[0] && image[2] >= filterSize[1]),
  )

const cases = (value: fc.Arbitrary<number>) =>
  geometries.chain((geometry) =>
    fc.record({ geometry: fc.constant(geometry), x: drawn([...geometry.image], value) }),
  )

describe('pooling', () => {
  it('MaxPool is exactly what the cpu backend has, with NaN and infinities', () => {
    fc.assert(
      fc.property(cases(anything), ({ geometry: { filterSize, strides, pad }, x }) => {
        const { portable, cpu } = onBoth('MaxPool', { x }, { filterSize, strides, pad })
        expectSame(portable, cpu)
      }),
      { numRuns: 150 },
    )
  })

  it('AvgPool', () => {
    fc.assert(
      fc.property(cases(ordinary), ({ geometry: { filterSize, strides, pad }, x }) => {
        const { portable, cpu } = onBoth('AvgPool', { x }, { filterSize, strides, pad })
        expectSame(portable, cpu, 1e-5)
      }),
      { numRuns: 150 },
    )
  })

  it('their gradients', () => {
    fc.assert(
      fc.property(
        cases(ordinary),
        fc.constantFrom('MaxPool', 'AvgPool'),
        drawn([997], ordinary),
        ({ geometry: { filterSize, strides, pad }, x }, kernel, { values }) => {
          const attrs = { filterSize, strides, pad }
          const output = onBoth(kernel, { x }, attrs).cpu[0] as Drawn
          const dy = {
            shape: output.shape,
            values: output.values.map((_, index) => values[index % values.length] ?? 0),
          }
          const { portable, cpu } = onBoth(`${kernel}Grad`, { dy, input: x, output }, attrs)
          expectSame(portable, cpu, 1e-4)
        },
      ),
      { numRuns: 150 },
    )
  })
})

describe('local response normalisation', () => {
  const settings = fc.record({
    depthRadius: fc.integer({ min: 1, max: 6 }),
    bias: fc.constantFrom(1, 2),
    alpha: fc.constantFrom(0.001 / 9, 0.1, 1),
    beta: fc.constantFrom(0.75, 0.5, 1.25),
  })
  const images = fc
    .tuple(fc.nat(2), size, size, fc.integer({ min: 1, max: 19 }))
    .chain((shape) => fc.record({ x: drawn(shape), dy: drawn(shape) }))

  it('and its gradient', () => {
    fc.assert(
      fc.property(images, settings, ({ x, dy }, attrs) => {
        const { portable, cpu } = onBoth('LRN', { x }, attrs)
        expectSame(portable, cpu, 1e-5, 4)
        const inputs = { x, y: cpu[0] as Drawn, dy }
        const back = onBoth('LRNGrad', inputs, attrs)
        expectSame(back.portable, back.cpu, 1e-4, 1 + largest(back.cpu[0] as Drawn))
      }),
      { numRuns: 100 },
    )
  })

  it('through the public operation', () => {
    fc.assert(
      fc.property(images, ({ x }) => {
        const y = () => tf.localResponseNormalization(tensorOf(x) as never, 4, 1, 0.001 / 9, 0.75)
        expectSame(on('portable', y), on('cpu', y), 1e-5, 4)
      }),
      { numRuns: 20 },
    )
  })
})
