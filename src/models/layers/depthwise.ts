import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import { defineLayer } from '../../kinds/layer.js'
import { integer, size } from '../../kinds/parameter.js'
import { elements } from '../../kinds/shape.js'
import {
  activate,
  biasSpec,
  convolutionParameters,
  kernelSpec,
  windowOutput,
} from './kernel-layer.js'

const multiplier = integer({
  doc: 'output channels of each input channel',
  named: true,
  min: 1,
  default: 1,
})

/** A separate convolution for each channel: K [height, width, channels, multiplier]. */
export const depthwise = defineLayer({
  name: 'depthwise',
  summary: 'depthwise convolution',
  source: 'tf.nn.depthwise_conv2d',
  parameters: {
    window: size({ doc: 'height and width of the kernel' }),
    multiplier,
    ...convolutionParameters,
  },

  outputShape: ({ window, stride, padding, multiplier }, input) => [
    ...windowOutput(window, stride, padding, input),
    (input[2] ?? 0) * multiplier,
  ],

  weights(values, [, , channels = 0]) {
    const { window, multiplier } = values
    const fans = { inputs: elements(window), outputs: elements(window) * multiplier }
    return {
      kernel: kernelSpec(values, [...window, channels, multiplier], fans),
      ...biasSpec(values, channels * multiplier),
    }
  },

  multiplyAdds: ({ window, stride, padding, multiplier }, input) =>
    elements(windowOutput(window, stride, padding, input)) *
    elements(window) *
    (input[2] ?? 0) *
    multiplier,

  apply({ tf }, { activation, stride, padding }, { kernel, bias }, input) {
    const strides = stride as [number, number]
    const sums = tf.depthwiseConv2d(input as Tensor4D, kernel as Tensor4D, strides, padding)
    return activate(tf, bias ? tf.add(sums, bias as Tensor) : sums, activation)
  },
})

/** A depthwise convolution and then a 1x1 convolution over its channels, with one bias at the end. */
export const separable = defineLayer({
  name: 'separable',
  summary: 'depthwise separable convolution',
  source: 'tf.nn.separable_conv2d; Chollet 2017',
  parameters: {
    window: size({ doc: 'height and width of the depthwise kernel' }),
    filters: integer({ doc: 'number of output channels', min: 1 }),
    multiplier,
    ...convolutionParameters,
  },

  outputShape: ({ window, filters, stride, padding }, input) => [
    ...windowOutput(window, stride, padding, input),
    filters,
  ],

  weights(values, [, , channels = 0]) {
    const { window, filters, multiplier } = values
    const fans = { inputs: elements(window), outputs: elements(window) * multiplier }
    return {
      depthwise: kernelSpec(values, [...window, channels, multiplier], fans),
      pointwise: kernelSpec(values, [1, 1, channels * multiplier, filters]),
      ...biasSpec(values, filters),
    }
  },

  multiplyAdds({ window, stride, padding, multiplier, filters }, input) {
    const places = elements(windowOutput(window, stride, padding, input))
    return places * (input[2] ?? 0) * multiplier * (elements(window) + filters)
  },

  apply({ tf }, { activation, stride, padding }, weights, input) {
    const { depthwise, pointwise, bias } = weights as Record<string, Tensor | undefined>
    const strides = stride as [number, number]
    const apart = tf.depthwiseConv2d(input as Tensor4D, depthwise as Tensor4D, strides, padding)
    const together = tf.conv2d(apart, pointwise as Tensor4D, 1, 'same')
    return activate(tf, bias ? tf.add(together, bias) : together, activation)
  },
})
