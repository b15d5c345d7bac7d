/** @file Loading of TensorFlow.js without a backend. */

import { createRequire } from 'node:module'
import type * as tfjs from '@tensorflow/tfjs-core'

/** TensorFlow.js as a value: an engine loads it and passes it to all other code. */
export type TensorFlow = typeof tfjs

const require = createRequire(import.meta.url)

export function loadTensorFlow(): TensorFlow {
  const tf = require('@tensorflow/tfjs-core') as TensorFlow
  // Otherwise loading prints warnings, and backends print an advertisement for another package.
  tf.enableProdMode()
  // The core's bundle for Node lacks the gradients; the bundle of the layers registers all of them.
  require('@tensorflow/tfjs-layers')
  return tf
}
