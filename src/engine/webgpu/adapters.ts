/** @file The adapters that WebGPU offers on this machine, and the one that runs use. */

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { EngineError } from '../error.js'
import type { WebGPUInstallation } from './installation.js'

const run = promisify(execFile)

export interface Adapter {
  /** As the driver reports it: `NVIDIA H100 80GB HBM3`. */
  name: string
  /** Dawn's backend: `vulkan`, `metal` or `d3d12`. */
  backend: string
  vendor: string
  architecture: string
  /** The driver's description of itself, usually its name and version. */
  description: string
  /** True if the processor does the work; such an adapter is used only if the engine is named. */
  software: boolean
  /** Bytes of the largest buffer that a program can bind. */
  largestBuffer: number
}

/**
 * Asks Dawn in a separate process, since a broken driver can kill the process that loads it.
 * Dawn lists the adapters only in the error for an unknown name.
 */
const script = `
  const { create } = require(process.argv[1])
  const ask = async (options) => create(options).requestAdapter()
  ;(async () => {
    const list = await ask(['adapter=?']).then(() => '', (error) => error.message)
    const found = []
    for (const [, backend, name] of list.matchAll(/backend: '([^']*)', name: '(.*)'$/gm)) {
      if (!['vulkan', 'metal', 'd3d12'].includes(backend)) continue
      const adapter = await ask(['backend=' + backend, 'adapter=' + name]).catch(() => null)
      if (adapter === null) continue
      const { vendor, architecture, description, isFallbackAdapter } = adapter.info
      const { maxStorageBufferBindingSize, maxBufferSize } = adapter.limits
      found.push({
        name, backend, vendor, architecture, description, software: isFallbackAdapter,
        largestBuffer: Math.min(maxStorageBufferBindingSize, maxBufferSize),
      })
    }
    console.log(JSON.stringify(found))
    process.exit()
  })()`

/** @throws EngineError if Dawn cannot be loaded or does not answer within a minute */
export function findAdapters({ dawn }: WebGPUInstallation): Promise<Adapter[]> {
  return (asked ??= askDawn(dawn))
}
let asked: Promise<Adapter[]> | undefined

async function askDawn(dawn: string): Promise<Adapter[]> {
  try {
    const { stdout } = await run(process.execPath, ['-e', script, dawn], { timeout: 60_000 })
    return JSON.parse(stdout) as Adapter[]
  } catch (error) {
    const { signal, stderr = '' } = error as { signal?: string | null; stderr?: string }
    const said = stderr.split('\n').find((line) => /error/i.test(line))
    const reason = said?.trim() ?? (signal ? `killed by ${signal}` : String(error))
    throw new EngineError(`Dawn does not load (${reason}); update the graphics driver`, {
      cause: error,
    })
  }
}

/**
 * Chooses the adapter that runs use: the one that `GENSPEC_DEVICE` selects by a part of its name or by its index in
 * `genspec engine list`, from 0; without that variable the first GPU, or else the first adapter.
 * @returns one sentence if there is none
 */
export function chooseAdapter(
  adapters: readonly Adapter[],
  device = process.env['GENSPEC_DEVICE'],
): Adapter | string {
  const [first] = adapters
  if (first === undefined) return `WebGPU finds no adapter here; ${driverHint()}`
  if (!device) return adapters.find(({ software }) => !software) ?? first
  const wanted = device.toLowerCase()
  const matches = /^\d+$/.test(device)
    ? adapters.slice(Number(device), Number(device) + 1)
    : adapters.filter(({ name }) => name.toLowerCase().includes(wanted))
  const [match] = matches
  if (match !== undefined && matches.length === 1) return match
  const names = adapters.map(({ name }, place) => `${place}: ${name}`).join(', ')
  const problem = match === undefined ? 'names no adapter' : 'names several adapters'
  return `the device \`${device}\` ${problem} of WebGPU; choose one of ${names}`
}

function driverHint(): string {
  if (process.platform !== 'linux') return 'update the graphics driver'
  return 'install the Vulkan driver of the graphics card and the loader `libvulkan1`'
}
