import type { Tensor } from '@tensorflow/tfjs-core'
import { type WeightSpec, defineLayer } from '../../kinds/layer.js'
import { number } from '../../kinds/parameter.js'

/**
 * y = scale (x - mean) / sqrt(variance + epsilon) + shift, with mean and variance over all values of
 * an example, and a scale and a shift for each channel (of a vector: each value).
 */
export const layernorm = defineLayer({
  name: 'layernorm',
  summary: 'layer normalisation',
  source: 'Ba et al. 2016, equations 3 and 4',
  parameters: {
    epsilon: number({ doc: 'added to the variance', named: true, min: 0, default: 1e-5 }),
  },
  outputShape: (_parameters, input) => input,

  weights(_parameters, input) {
    const learned = (value: number): WeightSpec => ({
      shape: [input.at(-1) ?? 0],
      initializer: { type: 'constant', value },
      trainable: true,
    })
    return { scale: learned(1), shift: learned(0) }
  },

  apply({ tf }, { epsilon }, { scale, shift }, input) {
    const axes = input.shape.slice(1).map((_, index) => index + 1)
    const { mean, variance } = tf.moments(input, axes, true)
    const normal = tf.mul(tf.sub(input, mean), tf.rsqrt(tf.add(variance, epsilon)))
    return tf.add(tf.mul(normal, scale as Tensor), shift as Tensor)
  },
})
