/** @file The engine `tensorflow`: TensorFlow's kernels on the processor or on CUDA. */

import { cpus } from 'node:os'
import { knownDeterminism } from '../determinism.js'
import type { Engine, EngineIdentity } from '../engine.js'
import { frugalVariableGrads } from '../gradients.js'
import { machineMemory } from '../machine.js'
import { TensorFlowError } from './error.js'
import { fusedTensorFlow } from './fused.js'
import { findGpu } from '../nvidia.js'
import type { Installation } from './installation.js'
import { findInstallation, packageVersion } from './installation.js'
import { load, quietly } from './load.js'
import { nativeOperations } from './native.js'
import { fusedOperations } from './operations.js'
import { numerics } from './settings.js'

export const tensorflowEngine: Engine = {
  name: 'tensorflow',

  unavailable: async () => {
    const found = await findInstallation()
    return typeof found === 'string' ? found : undefined
  },

  device: async () => ((await installed()).device === 'gpu' ? 'gpu' : 'processor'),

  identity: async () => identityOf(await installed()),

  threadsPerRun: (cores) => cores,

  start: async ({ threads }) => {
    const installation = await installed()
    const { tf, backend } = load(installation, threads)
    await tf.setBackend('tensorflow')
    // TensorFlow writes more messages when its first operation runs.
    const { device, oneDNN } = numerics(installation)
    const native = quietly(installation, () =>
      nativeOperations(tf, backend, oneDNN && device === 'cpu'),
    )
    const place = { ...identityOf(installation), ...(await deviceOf(installation)), threads }
    const deterministic = knownDeterminism(place)
    return {
      tf: { ...fusedTensorFlow(tf, native), variableGrads: frugalVariableGrads(tf) },
      operations: fusedOperations(tf, backend, native),
      info: { ...place, ...(deterministic !== undefined && { deterministic }) },
    }
  },
}

async function installed(): Promise<Installation> {
  const found = await findInstallation()
  if (typeof found !== 'string') return found
  const [problem = found, wayOut = ''] = found.split('; ')
  throw new TensorFlowError(problem, wayOut)
}

function identityOf(installation: Installation): EngineIdentity {
  return {
    name: 'tensorflow',
    version: `TensorFlow ${installation.tensorflow}, tfjs-node-gpu ${packageVersion}`,
    numerics: numerics(installation),
  }
}

/** The name of the processor or GPU, and its memory in bytes. */
async function deviceOf({ device }: Installation): Promise<{ device: string; memory: number }> {
  const gpu = device === 'gpu' ? await findGpu() : undefined
  if (gpu !== undefined) return { device: `${gpu.name}, driver ${gpu.driver}`, memory: gpu.memory }
  return { device: cpus()[0]?.model.trim() ?? 'unknown processor', memory: machineMemory() }
}
