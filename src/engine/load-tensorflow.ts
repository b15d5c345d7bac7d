/** @file Loads TensorFlow.js itself, without any backend. */

import { createRequire } from 'node:module'
import type * as tfjs from '@tensorflow/tfjs-core'

/** TensorFlow.js as a value: only an engine loads it, everyone else receives it. */
export type TensorFlow = typeof tfjs

const require = createRequire(import.meta.url)

export function loadTensorFlow(): TensorFlow {
  const tf = require('@tensorflow/tfjs-core') as TensorFlow
  // Otherwise loading prints warnings, and backends an advertisement for another package.
  tf.enableProdMode()
  // The core's bundle for Node leaves the gradients out; the bundle of the layers registers them all.
  require('@tensorflow/tfjs-layers')
  return tf
}
