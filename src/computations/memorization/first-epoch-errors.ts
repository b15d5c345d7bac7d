/** @file The errors of many small networks on each example, after one epoch of training. */

import type { Tensor2D } from '@tensorflow/tfjs-core'
import type { EngineSession } from '../../engine/engine.js'
import type { ComputationInput } from '../../kinds/computation.js'
import type { Images } from '../../kinds/images.js'
import { elements } from '../../kinds/shape.js'
import { initialWeights } from '../../models/initial-weights.js'
import { type RandomKey, RandomStream, deriveKey } from '../../random/key.js'

/** Computes the values that the computation `first_epoch` reports. */
export async function firstEpochErrors(
  parameters: { networks: number; units: number; rate: number; batch: number },
  { session, data, key, progress }: ComputationInput,
): Promise<Record<string, number>> {
  if (data === undefined) throw new Error('internal: the first epoch was given no data')
  const engine = await session()
  const { train, classes } = data
  const { networks } = parameters
  const wrong = new Float64Array(train.count)
  for (let network = 0; network < networks; network++) {
    const own = deriveKey(key, `network ${network}`)
    const predicted = await afterOneEpoch(engine, train, classes, parameters, own)
    train.labels.forEach((label, index) => {
      if (predicted[index] !== label) wrong[index] = (wrong[index] ?? 0) + 1
    })
    await progress((network + 1) / networks, `network ${network + 1}`)
  }
  return spread(wrong, networks)
}

/** The mean and variance of the examples' error rates, and the variance of the binomial law. */
export function spread(wrong: Float64Array, networks: number): Record<string, number> {
  const rates = wrong.map((count) => count / networks)
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length
  const variance = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / rates.length
  return {
    'mean error': mean,
    'error variance': variance,
    'variance ratio': variance / ((mean * (1 - mean)) / networks),
  }
}

const glorot = { type: 'scaled', rule: 'glorot', distribution: 'uniform' } as const

/** @returns the class that the network predicts for each image */
async function afterOneEpoch(
  { tf, operations }: EngineSession,
  { pixels, labels, count, shape }: Images,
  classes: number,
  { units, rate, batch }: { units: number; rate: number; batch: number },
  key: RandomKey,
): Promise<ArrayLike<number>> {
  const inputs = elements(shape)
  const images = tf.tensor2d(pixels, [count, inputs])
  const sizes = [inputs, units, units, classes]
  const kernels = sizes.slice(1).map((outputs, layer) => {
    const shape: [number, number] = [sizes[layer] as number, outputs]
    const values = initialWeights(
      { shape, initializer: glorot, trainable: true },
      deriveKey(key, `kernel ${layer}`),
    )
    return tf.variable(tf.tensor2d(values, shape))
  })
  const biases = sizes.slice(1).map((outputs) => tf.variable(tf.zeros([outputs])))
  const logits = (batchOf: Tensor2D) =>
    kernels.reduce<Tensor2D>((x, kernel, layer) => {
      const sum = tf.add(tf.matMul(x, kernel as Tensor2D), biases[layer] as Tensor2D)
      return (layer === kernels.length - 1 ? sum : tf.relu(sum)) as Tensor2D
    }, batchOf)

  const optimizer = tf.train.sgd(rate)
  const order = new RandomStream(deriveKey(key, 'order of examples')).permutation(count)
  for (let start = 0; start < count; start += batch) {
    const chosen = order.slice(start, start + batch)
    tf.tidy(() => {
      const x = tf.gather(images, tf.tensor1d(chosen, 'int32'))
      const y = tf.oneHot(
        chosen.map((index) => labels[index] as number),
        classes,
      )
      optimizer.minimize(() =>
        tf.mean(operations.crossEntropy(logits(x), tf.cast(y, 'float32') as Tensor2D)),
      )
    })
  }
  const classesGiven = tf.tidy(() => tf.argMax(logits(images), 1))
  const predicted = await classesGiven.data()
  tf.dispose([classesGiven, images, ...kernels, ...biases])
  optimizer.dispose()
  return predicted
}
