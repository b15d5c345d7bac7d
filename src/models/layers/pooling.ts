import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import { defineLayer } from '../../kinds/layer.js'
import { choice, size } from '../../kinds/parameter.js'
import { type Shape, ShapeError, formatShape } from '../../kinds/shape.js'
import { windowOutput, windowParameters } from './kernel-layer.js'

const parameters = {
  window: size({ doc: 'height and width of what is pooled' }),
  ...windowParameters,
}

const outputShape = (
  values: { window: number[]; stride: number[]; padding: 'same' | 'valid' },
  input: Shape,
) => [...windowOutput(values.window, values.stride, values.padding, input), input[2] ?? 0]

/** The largest value of each window and channel; `maxpool 3x3 stride 2`. */
export const maxpool = defineLayer({
  name: 'maxpool',
  summary: 'max pooling',
  source: 'tf.nn.max_pool2d',
  parameters,
  outputShape,
  weights: () => ({}),
  apply: ({ tf }, { window, stride, padding }, _weights, input) =>
    tf.maxPool(input as Tensor4D, window as [number, number], stride as [number, number], padding),
})

/** The mean of each window and channel; positions beyond the edge are not counted. */
export const avgpool = defineLayer({
  name: 'avgpool',
  summary: 'average pooling',
  source: 'tf.nn.avg_pool2d',
  parameters,
  outputShape,
  weights: () => ({}),
  apply: ({ tf }, { window, stride, padding }, _weights, input) =>
    tf.avgPool(input as Tensor4D, window as [number, number], stride as [number, number], padding),
})

/** The average or the maximum of each channel: from [height, width, channels] to [channels]. */
export const globalpool = defineLayer({
  name: 'globalpool',
  summary: 'pooling over the whole image',
  source: 'Lin et al. 2014, section 3.2',
  parameters: {
    by: choice(['average', 'max'], { doc: 'what of each channel', default: 'average' }),
  },
  outputShape(_parameters, input) {
    if (input.length !== 3) throw new ShapeError(`takes images, not ${formatShape(input)}`)
    return [input[2] ?? 0]
  },
  weights: () => ({}),
  apply({ tf }, { by }, _weights, input): Tensor {
    return by === 'max' ? tf.max(input, [1, 2]) : tf.mean(input, [1, 2])
  },
})
