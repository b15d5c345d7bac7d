/** @file The portable engine: fast on every machine with Node and nothing else, and the same bits on all. */

import { createRequire } from 'node:module'
import { cpus } from 'node:os'
import type { Engine, EngineIdentity } from '../engine.js'
import { machineMemory } from '../machine.js'

const require = createRequire(import.meta.url)

/** The revision of the kernels: increase it whenever a kernel's results change in any bit. */
const KERNELS = 2

async function identity(): Promise<EngineIdentity> {
  const { version } = require('@tensorflow/tfjs-backend-cpu/package.json') as { version: string }
  return {
    name: 'portable',
    version: `kernels ${KERNELS}, tfjs-backend-cpu ${version}`,
    numerics: {},
  }
}

export const portableEngine: Engine = {
  name: 'portable',
  unavailable: async () => undefined,
  device: async () => 'processor',
  identity,
  threadsPerRun: (cores) => cores,
  start: async ({ threads }) => {
    const { startBackend } = await import('./start.js')
    const { tf, operations } = await startBackend(threads)
    const device = cpus()[0]?.model.trim() ?? 'unknown processor'
    return {
      tf,
      operations,
      info: { ...(await identity()), device, memory: machineMemory(), threads },
    }
  },
}
