import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anything, type Drawn, drawn, expectSame, onBoth } from './session.js'

interface Geometry {
  image: [number, number, number, number]
  filter: [number, number, number, number]
  stride: number
  dilation: number
  pad: 'same' | 'valid'
}

const upTo = (max: number) => fc.integer({ min: 1, max })

/** TensorFlow.js does not support strides together with dilations. */
const geometries = (dilations: number): fc.Arbitrary<Geometry> =>
  fc
    .record({
      batch: fc.nat(3),
      space: fc.tuple(upTo(12), upTo(12)),
      window: fc.tuple(upTo(5), upTo(5)),
      channels: fc.tuple(upTo(9), upTo(3)),
      step: fc.oneof(
        fc.record({ stride: upTo(3), dilation: fc.constant(1) }),
        fc.record({ stride: fc.constant(1), dilation: upTo(dilations) }),
      ),
      pad: fc.constantFrom('same' as const, 'valid' as const),
    })
    .filter(
      ({ space, window, step, pad }) =>
        pad === 'same' ||
        space.every((length, i) => length > ((window[i] ?? 1) - 1) * step.dilation),
    )
    .map(({ batch, space, window, channels, step, pad }) => ({
      image: [batch, ...space, channels[0]],
      filter: [...window, ...channels],
      ...{ ...step, pad },
    }))

const attrsOf = ({ stride, dilation, pad }: Geometry) => ({
  strides: [stride, stride],
  dilations: [dilation, dilation],
  pad,
})

function outputShape({ image, filter, stride, pad }: Geometry): number[] {
  const lengths = [0, 1].map((i) => {
    const length = image[i + 1] ?? 0
    return Math.ceil((pad === 'same' ? length : length - (filter[i] ?? 1) + 1) / stride)
  })
  return [image[0], ...lengths, filter[2] * filter[3]]
}

/** Bit for bit: the kernels sum as the cpu backend does. */
function compare(
  kernel: string,
  dilations: number,
  draw: (geometry: Geometry) => fc.Arbitrary<{ inputs: Record<string, Drawn>; attrs: object }>,
): void {
  fc.assert(
    fc.property(geometries(dilations).chain(draw), ({ inputs, attrs }) => {
      const { portable, cpu } = onBoth(kernel, inputs, attrs)
      expectSame(portable, cpu)
    }),
    { numRuns: 120 },
  )
}

describe('depthwise convolution', () => {
  it('strides, dilations, both paddings, several outputs a channel', () => {
    compare('DepthwiseConv2dNative', 3, (geometry) =>
      fc.record({
        inputs: fc.record({
          x: drawn(geometry.image, anything),
          filter: drawn(geometry.filter, anything),
        }),
        attrs: fc.constant(attrsOf(geometry)),
      }),
    )
  })

  it('its gradient to the input', () => {
    compare('DepthwiseConv2dNativeBackpropInput', 1, (geometry) =>
      fc.record({
        inputs: fc.record({
          dy: drawn(outputShape(geometry), anything),
          filter: drawn(geometry.filter, anything),
        }),
        attrs: fc.constant({ ...attrsOf(geometry), inputShape: geometry.image }),
      }),
    )
  })

  it('its gradient to the filter', () => {
    compare('DepthwiseConv2dNativeBackpropFilter', 1, (geometry) =>
      fc.record({
        inputs: fc.record({
          x: drawn(geometry.image, anything),
          dy: drawn(outputShape(geometry), anything),
        }),
        attrs: fc.constant({ ...attrsOf(geometry), filterShape: geometry.filter }),
      }),
    )
  })

  it('refuses strides together with dilations, as the cpu backend does', () => {
    const ones = (shape: number[]): Drawn => {
      const length = shape.reduce((product, size) => product * size, 1)
      return { shape, values: new Float32Array(length).fill(1) }
    }
    const inputs = { x: ones([1, 5, 5, 2]), filter: ones([2, 2, 2, 1]) }
    const attrs = { strides: [2, 2], dilations: [2, 2], pad: 'same' }
    expect(() => onBoth('DepthwiseConv2dNative', inputs, attrs)).toThrow(/must be 1/)
  })
})
