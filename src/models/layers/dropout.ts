import { defineLayer } from '../../kinds/layer.js'
import { fraction } from '../../kinds/parameter.js'
import { RandomStream } from '../../random/key.js'

/**
 * In training, each value independently becomes 0 with probability `rate`, and is divided by 1 - rate
 * otherwise.
 */
export const dropout = defineLayer({
  name: 'dropout',
  summary: 'drops values at random in training',
  source: 'Srivastava et al. 2014; tf.nn.dropout',
  parameters: { rate: fraction({ doc: 'probability that a value is dropped' }) },
  outputShape: (_parameters, input) => input,
  weights: () => ({}),

  apply({ tf, trainingKey }, { rate }, _weights, input) {
    if (trainingKey === undefined || rate === 0) return input
    const stream = new RandomStream(trainingKey)
    const kept = rate === 1 ? 0 : 1 / (1 - rate)
    const mask = new Float32Array(input.size)
    for (let i = 0; i < mask.length; i++) mask[i] = stream.uniform() < rate ? 0 : kept
    return tf.mul(input, tf.tensor(mask, input.shape))
  },
})
