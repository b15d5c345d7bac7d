/** @file Access to the source that a set-up names, through its dataset's kind. */

import path from 'node:path'
import { systemErrorText } from '../files/system-errors.js'
import { shownPath } from '../text/shown-path.js'
import { DataError, type DatasetDescription, type Location } from './dataset.js'
import type { ParameterValue } from './parameter.js'
import type { Registry } from './registry.js'

interface Source {
  source: { kind: string; parameters: Record<string, ParameterValue> }
  /** The path of a local source, relative to the root of the project. */
  path?: string | undefined
}

/** @throws DataError if the files have to be inspected and cannot be, or are not as they should be */
export function describeSource(registry: Registry, { source, path }: Source): DatasetDescription {
  try {
    return registry.get('dataset', source.kind).describe(source.parameters, fileOf(registry, path))
  } catch (error) {
    throw asDataError(error)
  }
}

/** @throws DataError as {@link describeSource} */
export async function locateSource(
  registry: Registry,
  { source, path }: Source,
): Promise<Location> {
  try {
    const kind = registry.get('dataset', source.kind)
    return await kind.locate(source.parameters, fileOf(registry, path))
  } catch (error) {
    throw asDataError(error)
  }
}

/** An error of the system about one dataset does not affect the others. */
function asDataError(error: unknown): unknown {
  const text = systemErrorText(error)
  return text === undefined ? error : new DataError(text)
}

/** From the working directory, as messages name it. */
export function fileOf(registry: Registry, local: string): string
export function fileOf(registry: Registry, local: string | undefined): string | undefined
export function fileOf({ root }: Registry, local: string | undefined): string | undefined {
  if (local === undefined || path.isAbsolute(local)) return local
  return shownPath(path.resolve(root, local))
}
