/** @file The packages that the engine `webgpu` runs on: the project's, or else those in genspec's cache. */

import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { enginesFolder } from '../cache-folder.js'

const require = createRequire(import.meta.url)

/** Versions that work together. */
export const dawnVersion = '0.6.2'
export const backendVersion = '4.22.0'

export interface WebGPUInstallation {
  source: 'packages' | 'cache'
  /** Dawn's addon for Node. */
  dawn: string
  /** The bundle of `@tensorflow/tfjs-backend-webgpu`. */
  backend: string
  versions: { dawn: string; backend: string }
}

export const installFolder = () => join(enginesFolder(), 'webgpu')

const platformFolder = () =>
  `${process.platform}-${process.platform === 'darwin' ? 'universal' : process.arch}`

/** The files that the engine needs, by their paths in the two packages. */
export const neededFiles = () => ({
  dawn: `dist/${platformFolder()}/dawn.node`,
  backend: 'dist/tf-backend-webgpu.node.js',
})

/** The folders of the packages inside an installation in the cache. */
export const packageFolders = (folder: string) => ({
  dawn: join(folder, 'dawn'),
  backend: join(folder, 'backend'),
})

/** The installation to use, or a sentence that says why there is none and what to do. */
export function findWebGPU(): WebGPUInstallation | string {
  const own = ownPackages()
  if (own !== undefined) return own
  const cached = packageFolders(installFolder())
  if (existsSync(cached.dawn)) return inspect('cache', cached)
  return 'WebGPU is not installed; `genspec engine install webgpu` provides it'
}

function ownPackages(): WebGPUInstallation | string | undefined {
  const folderOf = (name: string): string | undefined => {
    try {
      return dirname(require.resolve(`${name}/package.json`))
    } catch {
      return undefined
    }
  }
  const [dawn, backend] = [folderOf('webgpu'), folderOf('@tensorflow/tfjs-backend-webgpu')]
  return dawn === undefined || backend === undefined
    ? undefined
    : inspect('packages', { dawn, backend })
}

export function inspect(
  source: WebGPUInstallation['source'],
  folders: { dawn: string; backend: string },
): WebGPUInstallation | string {
  const [dawn, backend] = [versionIn(folders.dawn), versionIn(folders.backend)]
  const remedy =
    source === 'cache'
      ? '`genspec engine install webgpu --force` installs it again'
      : `\`npm install webgpu@${dawnVersion} @tensorflow/tfjs-backend-webgpu@${backendVersion}\` installs both`
  if (backend !== backendVersion) {
    return `@tensorflow/tfjs-backend-webgpu is ${backend ?? 'damaged'}, but genspec needs ${backendVersion}; ${remedy}`
  }
  const needed = neededFiles()
  const files = {
    dawn: join(folders.dawn, needed.dawn),
    backend: join(folders.backend, needed.backend),
  }
  if (dawn === undefined || !Object.values(files).every((file) => existsSync(file))) {
    return existsSync(join(folders.dawn, 'dist'))
      ? `the package \`webgpu\` has no build for ${platformFolder()}; use \`--engine portable\``
      : `the package \`webgpu\` is damaged; ${remedy}`
  }
  return { source, ...files, versions: { dawn, backend } }
}

function versionIn(folder: string): string | undefined {
  try {
    const text = readFileSync(join(folder, 'package.json'), 'utf8')
    return (JSON.parse(text) as { version: string }).version
  } catch {
    return undefined
  }
}
