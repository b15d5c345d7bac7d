/** @file The engine that needs nothing but npm: TensorFlow.js' own cpu backend. */

import { createRequire } from 'node:module'
import { cpus } from 'node:os'
import type { Engine } from './engine.js'
import { loadTensorFlow } from './load-tensorflow.js'
import { composedOperations } from './operations.js'

const require = createRequire(import.meta.url)

async function identity() {
  const { version } = require('@tensorflow/tfjs-backend-cpu/package.json') as { version: string }
  return { name: 'portable' as const, version: `tfjs-backend-cpu ${version}`, numerics: {} }
}

export const portableEngine: Engine = {
  name: 'portable',
  unavailable: async () => undefined,
  identity,
  threadsPerRun: () => 1,
  start: async () => {
    const tf = loadTensorFlow()
    require('@tensorflow/tfjs-backend-cpu')
    await tf.setBackend('cpu')
    const device = cpus()[0]?.model.trim() ?? 'unknown processor'
    return {
      tf,
      operations: composedOperations(tf),
      info: { ...(await identity()), device, threads: 1 },
    }
  },
}
