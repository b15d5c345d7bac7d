/** @file The TensorFlow that the engine runs on: the project's package, or else the one in genspec's cache. */

import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { InstallRecord } from './install/cache.js'
import { addonRevision, installFolder, layout, readInstall } from './install/cache.js'
import { findGpu } from '../nvidia.js'

const run = promisify(execFile)
const require = createRequire(import.meta.url)

export const packageName = '@tensorflow/tfjs-node-gpu'
export const packageVersion = '4.22.0'

export interface Installation {
  source: 'package' | 'cache'
  /** Folder of `@tensorflow/tfjs-node-gpu`. */
  folder: string
  addon: string
  /** The addon that keeps start-up messages off the terminal; only the cache has it. */
  quiet: string | undefined
  tensorflow: string
  device: 'cpu' | 'gpu'
}

/** A package that exists but does not work, with the reason. */
export interface Broken {
  problem: string
}

function fromCache({ tensorflow, device }: InstallRecord): Installation {
  const { package: folder, addon, quiet } = layout(installFolder())
  return { source: 'cache', folder, addon, quiet, tensorflow, device }
}

/** The package that the user installed next to genspec; inspected once for each process. */
export function packageInstallation(): Promise<Installation | Broken | undefined> {
  return (asked ??= findPackage())
}
let asked: ReturnType<typeof findPackage> | undefined

async function findPackage(): Promise<Installation | Broken | undefined> {
  let folder: string
  try {
    folder = dirname(require.resolve(`${packageName}/package.json`))
  } catch {
    return undefined
  }
  return inspectPackage(folder)
}

/** Checks that the package in a folder has its native parts and that they load. */
export async function inspectPackage(folder: string): Promise<Installation | Broken> {
  const { version } = require(join(folder, 'package.json')) as { version: string }
  if (version !== packageVersion) {
    return { problem: `${packageName} is ${version}, and genspec needs ${packageVersion}` }
  }
  const addon = join(folder, 'lib', 'napi-v8', 'tfjs_binding.node')
  if (!existsSync(addon)) {
    return { problem: `${packageName} lacks its native part (its install script did not finish)` }
  }
  try {
    const { version: tensorflow, gpu } = await askAddon(addon)
    const device = gpu ? 'gpu' : 'cpu'
    return { source: 'package', folder, addon, quiet: undefined, tensorflow, device }
  } catch (error) {
    return { problem: `${packageName} does not load (${loadFailure(error)})` }
  }
}

/** Loads an addon in a separate process, since a library for another processor would kill this one. */
export async function askAddon(addon: string): Promise<{ version: string; gpu: boolean }> {
  const script = `const b = require(process.argv[1])
    console.log(JSON.stringify({ version: b.TF_Version, gpu: b.isUsingGpuDevice() }))`
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', TF_FORCE_GPU_ALLOW_GROWTH: 'true' }
  const { stdout } = await run(process.execPath, ['-e', script, addon], { env, timeout: 120_000 })
  return JSON.parse(stdout) as { version: string; gpu: boolean }
}

/** The reason why a child process could not load an addon. */
export function loadFailure(error: unknown): string {
  const { signal, stderr } = error as { signal?: string; stderr?: string }
  if (signal === 'SIGILL') return 'this processor lacks instructions that this TensorFlow uses'
  const line = stderr?.split('\n').find((text) => /error|cannot|not found|required/i.test(text))
  return line?.trim() ?? (signal ? `killed by ${signal}` : String(error))
}

/** The installation to use, or a sentence that says why there is none and what to do. */
export async function findInstallation(): Promise<Installation | string> {
  const own = await packageInstallation()
  if (own !== undefined && !('problem' in own)) return own
  const record = readInstall()
  if (record !== undefined && record.addonRevision === addonRevision) return fromCache(record)
  const gpu = await findGpu()
  const reason =
    own?.problem ??
    (record === undefined
      ? 'TensorFlow is not installed'
      : 'TensorFlow was installed by another version of genspec')
  const idle = gpu === undefined ? '' : `, and the ${gpu.name} here is idle`
  return `${reason}${idle}; \`genspec engine install tensorflow\` provides it`
}
