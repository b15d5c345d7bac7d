import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs-core'
import { defineLayer } from '../../kinds/layer.js'
import { integer, size } from '../../kinds/parameter.js'
import {
  activate,
  biasSpec,
  convolutionParameters,
  isFused,
  kernelSpec,
  windowOutput,
} from './kernel-layer.js'

/** y = activation(x * K + b), K [height, width, inputs, filters] and b [filters]; a cross-correlation, as usual. */
export const conv = defineLayer({
  name: 'conv',
  summary: 'convolution',
  source: 'tf.nn.conv2d',
  parameters: {
    window: size({ doc: 'height and width of the kernel' }),
    filters: integer({ doc: 'number of output channels', min: 1 }),
    ...convolutionParameters,
  },

  outputShape: ({ window, filters, stride, padding }, input) => [
    ...windowOutput(window, stride, padding, input),
    filters,
  ],

  weights: (values, input) => ({
    kernel: kernelSpec(values, [...values.window, input[2] ?? 0, values.filters]),
    ...biasSpec(values, values.filters),
  }),

  apply({ tf }, { activation, stride, padding }, { kernel, bias }, input) {
    const [x, filter] = [input as Tensor4D, kernel as Tensor4D]
    const strides = stride as [number, number]
    const fused = isFused(activation) ? activation : 'linear'
    const output =
      bias || fused === 'relu'
        ? tf.fused.conv2d({
            x,
            filter,
            strides,
            pad: padding,
            ...(bias && { bias: bias as Tensor1D }),
            activation: fused,
          })
        : tf.conv2d(x, filter, strides, padding)
    return isFused(activation) ? output : activate(tf, output, activation)
  },
})
