/** @file Where the engine's own TensorFlow is kept, and what is installed there. */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { enginesFolder } from '../../cache-folder.js'

/** Raised whenever what is compiled changes; an installation with another one is built again. */
export const addonRevision = 1

/** What `genspec engine install tensorflow` left, as `install.json` in its folder. */
export interface InstallRecord {
  addonRevision: number
  /** TensorFlow's version, as the loaded library says it. */
  tensorflow: string
  /** Version of `@tensorflow/tfjs-node-gpu`. */
  package: string
  device: 'cpu' | 'gpu'
  /** Where TensorFlow came from, in words. */
  source: string
  compiler: string
  installed: string
  bytes: number
}

export const installFolder = () => join(enginesFolder(), 'tensorflow')

/** Folders inside an installation. */
export const layout = (folder: string) => ({
  record: join(folder, 'install.json'),
  /** Laid out as in a Python's site-packages, as the libraries find each other by relative paths. */
  site: join(folder, 'site'),
  libraries: join(folder, 'site', 'tensorflow'),
  headers: join(folder, 'site', 'tensorflow', 'include'),
  package: join(folder, 'package'),
  addon: join(folder, 'package', 'lib', 'napi-v8', 'tfjs_binding.node'),
  quiet: join(folder, 'package', 'lib', 'quiet.node'),
})

/** The installation's record, or nothing: a folder is moved into place only when it is complete. */
export function readInstall(folder = installFolder()): InstallRecord | undefined {
  const { record, addon, quiet } = layout(folder)
  try {
    // A cache that something cleaned up in part is no installation.
    if (![addon, quiet].every((path) => existsSync(path))) return undefined
    return JSON.parse(readFileSync(record, 'utf8')) as InstallRecord
  } catch {
    return undefined
  }
}
