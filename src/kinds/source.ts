/** @file What a dataset's kind says of the source that a set-up names. */

import path from 'node:path'
import { systemErrorText } from '../files/system-errors.js'
import { shownPath } from '../text/shown-path.js'
import { DataError, type DatasetDescription, type Location } from './dataset.js'
import type { ParameterValue } from './parameter.js'
import type { Registry } from './registry.js'

interface Source {
  source: { kind: string; parameters: Record<string, ParameterValue> }
  /** Where a local source lies, from the root of the project. */
  path?: string | undefined
}

/** @throws DataError where the files have to be looked at and are not as they should be, or cannot be */
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

/** What the system refuses of one dataset is no fault of the others. */
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
