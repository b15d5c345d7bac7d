import type { Tensor, Tensor1D, Tensor4D, Variable } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../../engine/engine.js'
import { type WeightSpec, defineLayer } from '../../kinds/layer.js'
import { choice, fraction, number } from '../../kinds/parameter.js'

const learned = (value: number, channels: number): WeightSpec => ({
  shape: [channels],
  initializer: { type: 'constant', value },
  trainable: true,
})
const statistic = (value: number, channels: number): WeightSpec => ({
  ...learned(value, channels),
  trainable: false,
})

/**
 * y = scale (x - mean) / sqrt(variance + epsilon) + shift for each channel. In training, mean and
 * (biased) variance are the batch's over examples, rows and columns; elsewhere, they are moving
 * averages of the batches' means and unbiased variances, m = momentum m + (1 - momentum) batch,
 * which start at 0 and 1.
 */
export const batchnorm = defineLayer({
  name: 'batchnorm',
  summary: 'batch normalisation',
  source: 'Ioffe and Szegedy 2015; tf.compat.v1.nn.fused_batch_norm',
  parameters: {
    scale: choice(['learned', 'none'], {
      doc: 'whether channels are scaled',
      named: true,
      default: 'learned',
    }),
    shift: choice(['learned', 'none'], {
      doc: 'whether channels are shifted',
      named: true,
      default: 'learned',
    }),
    momentum: fraction({
      doc: 'share of the moving statistics that a step keeps',
      named: true,
      default: 0.9,
    }),
    epsilon: number({ doc: 'added to the variance', named: true, min: 0, default: 1e-3 }),
  },
  outputShape: (_parameters, input) => input,

  weights({ scale, shift }, input) {
    const channels = input.at(-1) ?? 0
    return {
      ...(scale === 'learned' && { scale: learned(1, channels) }),
      ...(shift === 'learned' && { shift: learned(0, channels) }),
      mean: statistic(0, channels),
      variance: statistic(1, channels),
    }
  },

  apply({ tf, operations, trainingKey }, { momentum, epsilon }, weights, input) {
    const channels = input.shape.at(-1) ?? 0
    const { scale, shift, mean, variance } = weights as Record<string, Variable | undefined>
    const image = input.rank === 4 ? input : tf.reshape(input, [-1, 1, 1, channels])
    const x = image as Tensor4D
    const offset = (shift ?? tf.zeros([channels])) as Tensor1D
    if (mean === undefined || variance === undefined) throw new Error('internal: no statistics')
    const output =
      trainingKey === undefined
        ? tf.batchNorm(
            x,
            mean as Tensor1D,
            variance as Tensor1D,
            offset,
            (scale ?? tf.ones([channels])) as Tensor1D,
            epsilon,
          )
        : inTraining()
    return input.rank === 4 ? output : tf.reshape(output, input.shape)

    function inTraining(): Tensor {
      const batch = operations.batchNorm(x, offset, scale as Tensor1D | undefined, epsilon)
      const count = x.size / channels
      const unbiased = tf.mul(batch.variance, count / Math.max(1, count - 1))
      move(tf, mean as Variable, batch.mean, momentum)
      move(tf, variance as Variable, unbiased, momentum)
      return batch.output
    }
  },
})

function move(tf: TensorFlow, average: Variable, batch: Tensor, momentum: number): void {
  average.assign(tf.add(tf.mul(average, momentum), tf.mul(batch, 1 - momentum)))
}
