import type { Tensor4D } from '@tensorflow/tfjs-core'
import { defineLayer } from '../../kinds/layer.js'
import { integer, number } from '../../kinds/parameter.js'
import { ShapeError, formatShape } from '../../kinds/shape.js'

/**
 * y = x / (bias + alpha sum x^2)^beta, the sum over the channels up to `radius` away. The defaults
 * are those of TensorFlow's CIFAR-10 tutorial. PyTorch divides alpha by the number of channels.
 */
export const lrn = defineLayer({
  name: 'lrn',
  summary: 'local response normalisation',
  source: 'Krizhevsky et al. 2012, section 3.3; tf.nn.local_response_normalization',
  parameters: {
    radius: integer({ doc: 'channels to either side', named: true, min: 0, default: 4 }),
    bias: number({ doc: 'added to the sum', named: true, default: 1 }),
    alpha: number({ doc: 'factor on the sum', named: true, default: 0.001 / 9 }),
    beta: number({ doc: 'exponent', named: true, default: 0.75 }),
  },
  outputShape(_parameters, input) {
    if (input.length !== 3) throw new ShapeError(`takes images, not ${formatShape(input)}`)
    return input
  },
  weights: () => ({}),
  apply: ({ tf }, { radius, bias, alpha, beta }, _weights, input) =>
    tf.localResponseNormalization(input as Tensor4D, radius, bias, alpha, beta),
})
