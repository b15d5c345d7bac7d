/** @file The folder of the TensorFlow that genspec installs, and the record of the installation. */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { enginesFolder } from '../../cache-folder.js'

/** The revision of the compiled code: increase it with every change. Installations of another revision are rebuilt. */
export const addonRevision = 1

/** The record of `genspec engine install tensorflow`: `install.json` in its folder. */
export interface InstallRecord {
  addonRevision: number
  /** TensorFlow's version, as the loaded library reports it. */
  tensorflow: string
  /** Version of `@tensorflow/tfjs-node-gpu`. */
  package: string
  device: 'cpu' | 'gpu'
  /** A description of TensorFlow's source, for the user. */
  source: string
  compiler: string
  installed: string
  bytes: number
}

export const installFolder = () => join(enginesFolder(), 'tensorflow')

/** Folders inside an installation. */
export const layout = (folder: string) => ({
  record: join(folder, 'install.json'),
  /** Laid out like the site-packages of a Python, since the libraries find each other by relative paths. */
  site: join(folder, 'site'),
  libraries: join(folder, 'site', 'tensorflow'),
  headers: join(folder, 'site', 'tensorflow', 'include'),
  package: join(folder, 'package'),
  addon: join(folder, 'package', 'lib', 'napi-v8', 'tfjs_binding.node'),
  quiet: join(folder, 'package', 'lib', 'quiet.node'),
})

/** The installation's record, `undefined` without one. A folder is moved into place only when it is complete. */
export function readInstall(folder = installFolder()): InstallRecord | undefined {
  const { record, addon, quiet } = layout(folder)
  try {
    // A cleanup of the cache may have removed a part of the files.
    if (![addon, quiet].every((path) => existsSync(path))) return undefined
    return JSON.parse(readFileSync(record, 'utf8')) as InstallRecord
  } catch {
    return undefined
  }
}
