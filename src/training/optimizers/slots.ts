/** @file The state that optimizers keep of each weight. */

import type { Variable } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../../engine/engine.js'
import type { TrainedWeight } from '../../kinds/optimizer.js'

/** A variable of zeros for each weight. */
export function zerosFor(tf: TensorFlow, weights: readonly TrainedWeight[]): Variable[] {
  return weights.map(({ variable }) => tf.tidy(() => tf.variable(tf.zeros(variable.shape), false)))
}
