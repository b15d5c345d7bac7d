/**
 * @file The parameters that a run recorded beside its log: Hydra's `.hydra/config.yaml`, the `params` of
 * MLflow's file store, `hparams.yaml` of Lightning.
 */

import { readdirSync } from 'node:fs'
import path from 'node:path'
import { parse as parseYaml } from 'yaml'
import { FileError, readRegularFile } from '../../files/regular-file.js'

/** The largest size of a file of parameters, in bytes. */
const largest = 2 ** 20

/**
 * @param file the log of the run
 * @returns the values by name, nested names joined by dots; none of a run that MLflow has deleted
 * @throws FileError
 */
export function recordedBy(file: string): Map<string, string> | undefined {
  const folder = path.dirname(file)
  const values = new Map<string, string>()
  for (const name of ['.hydra/config.yaml', 'hparams.yaml']) {
    flatten(yamlOf(path.join(folder, name)), name, [], values)
  }
  if (path.basename(file) !== 'metrics') return values
  const about = yamlOf(path.join(folder, 'meta.yaml')) as { lifecycle_stage?: unknown } | undefined
  if (about?.lifecycle_stage === 'deleted') return undefined
  for (const kind of ['tags', 'params']) {
    for (const name of namesIn(path.join(folder, kind))) {
      const text = readRegularFile(path.join(folder, kind, name), largest).toString('utf8')
      values.set(name.replaceAll(path.sep, '/'), text.trim())
    }
  }
  return values
}

function namesIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile())
    return files.map(({ parentPath, name }) => path.relative(folder, path.join(parentPath, name)))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw new FileError(`the folder ${path.basename(folder)} beside it cannot be listed`, {
      cause: error,
    })
  }
}

function yamlOf(file: string): unknown {
  try {
    const text = readRegularFile(file, largest).toString('utf8')
    return parseYaml(text, { maxAliasCount: 100, logLevel: 'error' })
  } catch (error) {
    if (error instanceof FileError && error.absent) return undefined
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error)
    throw new FileError(`${path.basename(file)} beside it: ${reason}`, { cause: error })
  }
}

/** An alias in YAML can contain itself. */
const deepest = 32

function flatten(
  value: unknown,
  file: string,
  place: readonly string[],
  into: Map<string, string>,
): void {
  if (place.length > deepest) {
    throw new FileError(`${path.basename(file)} beside it nests more than ${deepest} levels`)
  }
  if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) flatten(inner, file, [...place, key], into)
  } else if (place.length > 0) into.set(place.join('.'), String(value))
}
