import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Drawn, drawn, expectSame, largest, onBoth, ordinary } from './session.js'

interface Geometry {
  image: [number, number, number, number]
  filter: [number, number, number, number]
  stride: [number, number]
  dilation: [number, number]
  pad: 'same' | 'valid'
}

/** Odd sizes, and channels in fours, which take other ways through the kernels. */
const channels = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(4, 8, 12, 16, 20, 36))
const size = fc.integer({ min: 1, max: 13 })

const geometries = (strides: number, dilations: number): fc.Arbitrary<Geometry> =>
  fc
    .record({
      batch: fc.integer({ min: 0, max: 3 }),
      space: fc.tuple(size, size),
      window: fc.oneof(
        fc.constantFrom<[number, number]>([1, 1], [3, 3], [5, 5]),
        fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })),
      ),
      from: channels,
      to: channels,
      stride: fc.tuple(fc.integer({ min: 1, max: strides }), fc.integer({ min: 1, max: strides })),
      dilation: fc.tuple(
        fc.integer({ min: 1, max: dilations }),
        fc.integer({ min: 1, max: dilations }),
      ),
      pad: fc.constantFrom('same' as const, 'valid' as const),
    })
    .filter(({ space, window, dilation, pad }) =>
      space.every(
        (length, i) => pad === 'same' || length > ((window[i] ?? 1) - 1) * (dilation[i] ?? 1),
      ),
    )
    .map(({ batch, space, window, from, to, stride, dilation, pad }) => ({
      image: [batch, ...space, from],
      filter: [...window, from, to],
      ...{ stride, dilation, pad },
    }))

function outputShape({ image, filter, stride, dilation, pad }: Geometry): number[] {
  const lengths = [0, 1].map((i) => {
    const [length = 0, step = 1] = [image[i + 1], stride[i]]
    const reach = ((filter[i] ?? 1) - 1) * (dilation[i] ?? 1)
    return Math.ceil((pad === 'same' ? length : length - reach) / step)
  })
  return [image[0], ...lengths, filter[3]]
}

const attrsOf = ({ stride, dilation, pad }: Geometry) => ({
  ...{ strides: stride, dilations: dilation, pad, dataFormat: 'NHWC' },
})

/**
 * Bound of the rounding errors of a sum of `terms` products, by Winograd's method, whose intermediate values are
 * larger than the sum's terms.
 */
function bound(a: Drawn, b: Drawn, terms: number): number {
  return 2e-5 * largest(a) * largest(b) * Math.sqrt(Math.max(1, terms))
}

const taps = ({ filter }: Geometry): number => filter[0] * filter[1] * filter[2]

describe('convolution', () => {
  const cases = (value: fc.Arbitrary<number>) =>
    geometries(3, 2)
      .map((geometry) =>
        geometry.stride.some((step) => step > 1)
          ? { ...geometry, dilation: [1, 1] as [number, number] }
          : geometry,
      )
      .filter((geometry) => Math.min(...outputShape(geometry).slice(1, 3)) > 0)
      .chain((geometry) =>
        fc.record({
          geometry: fc.constant(geometry),
          x: drawn(geometry.image, value),
          filter: drawn(geometry.filter, ordinary),
          bias: drawn([geometry.filter[3]], ordinary),
          activation: fc.constantFrom('linear', 'relu', 'elu'),
        }),
      )

  it('strides, dilations, both paddings, any channels', () => {
    fc.assert(
      fc.property(cases(ordinary), ({ geometry, x, filter }) => {
        const { portable, cpu } = onBoth('Conv2D', { x, filter }, attrsOf(geometry))
        expectSame(portable, cpu, bound(x, filter, taps(geometry)))
      }),
      { numRuns: 200 },
    )
  })

  it('with bias and activation', () => {
    fc.assert(
      fc.property(cases(ordinary), ({ geometry, x, filter, bias, activation }) => {
        const attrs = { ...attrsOf(geometry), activation }
        const { portable, cpu } = onBoth('FusedConv2D', { x, filter, bias }, attrs)
        expectSame(portable, cpu, 1e-6 + bound(x, filter, taps(geometry)))
      }),
      { numRuns: 100 },
    )
  })

  it('never hides a NaN or an infinity', () => {
    const value = fc.oneof(
      { weight: 20, arbitrary: ordinary },
      { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity) },
    )
    fc.assert(
      fc.property(cases(value), ({ geometry, x, filter }) => {
        const { portable, cpu } = onBoth('Conv2D', { x, filter }, attrsOf(geometry))
        const hidden = cpu[0]?.values.some(
          (wanted, i) => !Number.isFinite(wanted) && Number.isFinite(portable[0]?.values[i]),
        )
        expect(hidden).toBe(false)
      }),
      { numRuns: 100 },
    )
  })

  it('its gradient to the input', () => {
    const drawnCases = geometries(3, 1)
      .filter((geometry) => Math.min(...outputShape(geometry).slice(1, 3)) > 0)
      .chain((geometry) =>
        fc.record({
          geometry: fc.constant(geometry),
          dy: drawn(outputShape(geometry)),
          filter: drawn(geometry.filter),
        }),
      )
    fc.assert(
      fc.property(drawnCases, ({ geometry, dy, filter }) => {
        const attrs = { ...attrsOf(geometry), inputShape: geometry.image }
        const { portable, cpu } = onBoth('Conv2DBackpropInput', { dy, filter }, attrs)
        const { filter: f } = geometry
        expectSame(portable, cpu, bound(dy, filter, f[0] * f[1] * f[3]))
      }),
      { numRuns: 200 },
    )
  })

  it('its gradient to the filter', () => {
    const drawnCases = geometries(3, 1)
      .filter((geometry) => Math.min(...outputShape(geometry).slice(1, 3)) > 0)
      .chain((geometry) =>
        fc.record({
          geometry: fc.constant(geometry),
          x: drawn(geometry.image),
          dy: drawn(outputShape(geometry)),
        }),
      )
    fc.assert(
      fc.property(drawnCases, ({ geometry, x, dy }) => {
        const attrs = { ...attrsOf(geometry), filterShape: geometry.filter }
        const { portable, cpu } = onBoth('Conv2DBackpropFilter', { x, dy }, attrs)
        expectSame(portable, cpu, bound(x, dy, dy.values.length / geometry.filter[3]))
      }),
      { numRuns: 200 },
    )
  })

  it('sizes of more tasks than one', () => {
    const large: [Geometry['image'], Geometry['filter'], number][] = [
      [[2, 28, 28, 3], [5, 5, 3, 64], 1],
      [[2, 14, 14, 64], [5, 5, 64, 20], 1],
      [[5, 14, 14, 20], [3, 3, 20, 84], 1],
      [[2, 28, 28, 12], [3, 3, 12, 24], 2],
      [[3, 14, 14, 40], [1, 1, 40, 112], 1],
    ]
    for (const [image, filter, stride] of large) {
      const geometry: Geometry = {
        ...{ image, filter, stride: [stride, stride], dilation: [1, 1], pad: 'same' },
      }
      const inputs = fc.tuple(drawn(image), drawn(filter), drawn(outputShape(geometry)))
      fc.assert(
        fc.property(inputs, ([x, weights, dy]) => {
          const attrs = { ...attrsOf(geometry), inputShape: image, filterShape: filter }
          const terms = taps(geometry)
          const forward = onBoth('Conv2D', { x, filter: weights }, attrs)
          expectSame(forward.portable, forward.cpu, bound(x, weights, terms))
          const back = onBoth('Conv2DBackpropInput', { dy, filter: weights }, attrs)
          const backTerms = (terms / filter[2]) * filter[3]
          expectSame(back.portable, back.cpu, bound(dy, weights, backTerms))
          const slope = onBoth('Conv2DBackpropFilter', { x, dy }, attrs)
          expectSame(slope.portable, slope.cpu, bound(x, dy, dy.values.length / filter[3]))
        }),
        { numRuns: 1 },
      )
    }
  })
})
