/** @file TensorFlow.js with its gradients, as every engine loads it. */

import { createRequire } from 'node:module'
import type { TensorFlow } from './engine.js'

const require = createRequire(import.meta.url)

/**
 * tfjs-core's build for Node registers no gradient; tfjs-layers' registers them all, in the registry
 * that every copy of tfjs-core shares.
 */
export function loadTensorFlowJs(): TensorFlow {
  const tf = require('@tensorflow/tfjs-core') as TensorFlow
  // Otherwise TensorFlow.js prints advice and advertisements to the user's terminal.
  tf.enableProdMode()
  require('@tensorflow/tfjs-layers')
  return tf
}
