/** @file The engine on the user's own `@tensorflow/tfjs-node-gpu`, where that is installed and works. */

import { createRequire } from 'node:module'
import type { Engine, TensorFlow } from './engine.js'
import { composedOperations } from './operations.js'

const packageName = '@tensorflow/tfjs-node-gpu'
const require = createRequire(import.meta.url)

async function identity() {
  const { version } = require(`${packageName}/package.json`) as { version: string }
  return { name: 'tensorflow' as const, version: `tfjs-node-gpu ${version}`, numerics: {} }
}

export const tensorflowEngine: Engine = {
  name: 'tensorflow',
  unavailable: async () => {
    try {
      require.resolve(packageName)
      return undefined
    } catch {
      return `${packageName} is not installed; \`npm install ${packageName}\` provides it`
    }
  },
  identity,
  start: async ({ threads }) => {
    const tf = require(packageName) as TensorFlow
    await tf.setBackend('tensorflow')
    return {
      tf,
      operations: composedOperations(tf),
      info: { ...(await identity()), device: 'TensorFlow device', threads },
    }
  },
}
