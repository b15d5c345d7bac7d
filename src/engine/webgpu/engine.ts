/** @file The engine `webgpu`: any graphics card that Vulkan, Metal or Direct3D 12 drives, through Dawn. */

import { knownDeterminism } from '../determinism.js'
import type { Engine, EngineIdentity } from '../engine.js'
import { EngineError } from '../error.js'
import { machineMemory } from '../machine.js'
import { findGpu } from '../nvidia.js'
import { type Adapter, chooseAdapter, findAdapters } from './adapters.js'
import { type WebGPUInstallation, findWebGPU } from './installation.js'

/** The revision of the programs: increase it whenever a program's results change in any bit. */
const PROGRAMS = 1

interface Usable {
  installation: WebGPUInstallation
  adapter: Adapter
}

export const webgpuEngine: Engine = {
  name: 'webgpu',

  unavailable: async () => {
    const found = await findUsable()
    return typeof found === 'string' ? found : undefined
  },

  device: async () => ((await usable()).adapter.software ? 'software' : 'gpu'),

  identity: async () => identityOf(await usable()),

  threadsPerRun: () => 1,

  start: async () => {
    const { installation, adapter } = await usable()
    const { load, unload } = await import('./load.js')
    const { tf, operations } = await load(installation, adapter)
    const { name, description, vendor } = adapter
    const info = {
      ...identityOf({ installation, adapter }),
      device: [name, description].filter((part) => part !== '').join(', '),
      memory: await memoryOf(vendor),
      threads: 1,
    }
    const deterministic = knownDeterminism(info)
    return {
      tf,
      operations,
      info: { ...info, ...(deterministic !== undefined && { deterministic }) },
      settled: async () => {
        // A read waits for all recorded commands and throws their errors.
        const probe = tf.tidy(() => tf.add(tf.scalar(1), tf.scalar(1)))
        await probe.data()
        probe.dispose()
      },
      close: unload,
    }
  },
}

async function findUsable(): Promise<Usable | string> {
  const installation = findWebGPU()
  if (typeof installation === 'string') return installation
  try {
    const adapter = chooseAdapter(await findAdapters(installation))
    return typeof adapter === 'string' ? adapter : { installation, adapter }
  } catch (error) {
    if (error instanceof EngineError) return error.message
    throw error
  }
}

async function usable(): Promise<Usable> {
  const found = await findUsable()
  if (typeof found === 'string') throw new EngineError(found)
  return found
}

function identityOf({ installation: { versions }, adapter }: Usable): EngineIdentity {
  const { backend, vendor, architecture } = adapter
  return {
    name: 'webgpu',
    version: `programs ${PROGRAMS}, tfjs-backend-webgpu ${versions.backend}, webgpu ${versions.dawn}`,
    // Drivers compile the programs, and may contract or reorder operations.
    numerics: { backend, adapter: [vendor, architecture].filter((part) => part !== '').join(' ') },
  }
}

/** The device's memory in bytes. WebGPU does not report it; NVIDIA's tool does. Other cards are assumed to share the
 * machine's memory. */
async function memoryOf(vendor: string): Promise<number> {
  const gpu = vendor === 'nvidia' ? await findGpu() : undefined
  return gpu?.memory ?? machineMemory()
}
