import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import { defineLayer } from '../../kinds/layer.js'
import { choice, integer } from '../../kinds/parameter.js'
import { ShapeError, formatShape } from '../../kinds/shape.js'

/** y = activation(x W + b), W [inputs, units] and b [units]. */
export const dense = defineLayer({
  name: 'dense',
  summary: 'fully connected layer',
  parameters: {
    units: integer({ doc: 'number of outputs', min: 1 }),
    activation: choice(['linear', 'relu'], { doc: 'applied to the outputs', default: 'linear' }),
    bias: choice(['zeros', 'none'], {
      doc: 'initial bias, or none',
      named: true,
      default: 'zeros',
    }),
  },

  outputShape({ units }, input) {
    if (input.length !== 1) {
      throw new ShapeError(`takes a vector, not ${formatShape(input)}; put \`flatten\` before it`)
    }
    return [units]
  },

  weights({ units, bias }, [inputs = 0]) {
    return {
      kernel: { shape: [inputs, units], initializer: 'glorot uniform', trainable: true },
      ...(bias === 'zeros' && {
        bias: { shape: [units], initializer: 'zeros', trainable: true } as const,
      }),
    }
  },

  apply({ tf }, { activation }, { kernel, bias }, input) {
    return tf.fused.matMul({
      a: input as Tensor2D,
      b: kernel as Tensor2D,
      ...(bias && { bias: bias as Tensor1D }),
      activation,
    })
  },
})
