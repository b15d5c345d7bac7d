import type { TensorFlow } from '../../engine/engine.js'
import type { FeatureMap } from './features.js'

/** The pixels themselves as features. */
export function pixels(tf: TensorFlow): FeatureMap {
  return { chunks: 1, chunk: (_, images) => tf.reshape(images, [images.shape[0], -1]) }
}
