/** @file `genspec engine install webgpu`: Dawn and TensorFlow.js' webgpu backend in the per-user cache. */

import { existsSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { enginesFolder } from '../cache-folder.js'
import { EngineError } from '../error.js'
import { withLock } from '../install-lock.js'
import { type NpmPackage, fetchNpmPackage } from '../npm-package.js'
import {
  type WebGPUInstallation,
  backendVersion,
  dawnVersion,
  findWebGPU,
  inspect,
  installFolder,
  neededFiles,
  packageFolders,
} from './installation.js'

const dawn: NpmPackage = {
  name: 'webgpu',
  version: dawnVersion,
  integrity:
    'sha512-3L4GfmqJLvYUIEWJngEQY+2HQiUlAFkg8+P8NDDj3Xx5hHHIFO/r8JW+ynfqBj7kHN4mbnwO74uB+lrRtLhp4Q==',
}

const backend: NpmPackage = {
  name: '@tensorflow/tfjs-backend-webgpu',
  version: backendVersion,
  integrity:
    'sha512-lvIc7Af4Tl2BCdYp43iQmSCRq3asaKT0q2xaErphXiUZ+jqeB0bQa0ZvQys1Xatvto0U4/c90DVsHPfvkn5ftg==',
}

/**
 * Installs both packages, Dawn with the build for this platform only.
 * @param stage called at the start of each stage
 * @returns the installation, and whether it is new
 * @throws EngineError without changing anything
 */
export async function installWebGPU(
  force: boolean,
  stage: (name: string) => void,
): Promise<{ installation: WebGPUInstallation; changed: boolean }> {
  const waiting = () => stage('waiting for another install')
  return withLock(waiting, async () => {
    const here = findWebGPU()
    if (typeof here !== 'string' && !force) return { installation: here, changed: false }
    const staging = join(enginesFolder(), `staging-${process.pid}`)
    try {
      await build(staging, stage)
      await rm(installFolder(), { recursive: true, force: true })
      await rename(staging, installFolder())
    } finally {
      await rm(staging, { recursive: true, force: true })
    }
    const installation = findWebGPU()
    if (typeof installation === 'string') throw new EngineError(installation)
    return { installation, changed: true }
  })
}

async function build(staging: string, stage: (name: string) => void): Promise<void> {
  const folders = packageFolders(staging)
  const needed = neededFiles()
  // On Windows, Dawn's addon needs libraries from its folder.
  const platform = needed.dawn.slice(0, needed.dawn.lastIndexOf('/') + 1)
  stage(`fetching ${dawn.name} ${dawn.version}`)
  await fetchNpmPackage(
    dawn,
    folders.dawn,
    (path) => /^(package\.json|LICENSE.*)$/.test(path) || path.startsWith(platform),
  )
  stage(`fetching ${backend.name} ${backend.version}`)
  await fetchNpmPackage(
    backend,
    folders.backend,
    (path) => path === 'package.json' || path === needed.backend,
  )
  // The backend requires the core package; `load` replaces this stub by the core that genspec has loaded.
  const core = join(folders.backend, 'node_modules', '@tensorflow', 'tfjs-core')
  await mkdir(core, { recursive: true })
  await writeFile(join(core, 'index.js'), "throw new Error('genspec provides this at run time')\n")
  const found = inspect('cache', folders)
  if (typeof found === 'string') throw new EngineError(found)
}

/** @returns false if nothing was installed */
export async function removeWebGPU(): Promise<boolean> {
  if (!existsSync(installFolder())) return false
  await withLock(
    () => undefined,
    () => rm(installFolder(), { recursive: true, force: true }),
  )
  return true
}
