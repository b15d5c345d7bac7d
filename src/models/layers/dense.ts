import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import { defineLayer } from '../../kinds/layer.js'
import { integer } from '../../kinds/parameter.js'
import { ShapeError, formatShape } from '../../kinds/shape.js'
import {
  activate,
  activationParameter,
  biasSpec,
  isFused,
  kernelParameters,
  kernelSpec,
} from './kernel-layer.js'

/** y = activation(x W + b), W [inputs, units] and b [units]. */
export const dense = defineLayer({
  name: 'dense',
  summary: 'fully connected layer',
  parameters: {
    units: integer({ doc: 'number of outputs', min: 1 }),
    activation: activationParameter,
    ...kernelParameters,
  },

  outputShape({ units }, input) {
    if (input.length !== 1) {
      throw new ShapeError(`takes a vector, not ${formatShape(input)}; put \`flatten\` before it`)
    }
    return [units]
  },

  weights: (values, [inputs = 0]) => ({
    kernel: kernelSpec(values, [inputs, values.units]),
    ...biasSpec(values, values.units),
  }),

  apply({ tf }, { activation }, { kernel, bias }, input) {
    const output = tf.fused.matMul({
      a: input as Tensor2D,
      b: kernel as Tensor2D,
      ...(bias && { bias: bias as Tensor1D }),
      activation: isFused(activation) ? activation : 'linear',
    })
    return isFused(activation) ? output : activate(tf, output, activation)
  },
})
