/** @file Access to the source of a set-up's dataset, through its kind. */

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

/**
 * Describes a source.
 * @throws DataError if the files must be inspected and are unreadable or invalid
 */
export function describeSource(registry: Registry, { source, path }: Source): DatasetDescription {
  try {
    return registry.get('dataset', source.kind).describe(source.parameters, fileOf(registry, path))
  } catch (error) {
    throw asDataError(error)
  }
}

/**
 * Locates a source.
 * @throws DataError as {@link describeSource}
 */
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

/** Converts a system error, since an error in one dataset must not affect the others. */
function asDataError(error: unknown): unknown {
  const text = systemErrorText(error)
  return text === undefined ? error : new DataError(text)
}

/** The path relative to the working directory, as messages show it. */
export function fileOf(registry: Registry, local: string): string
export function fileOf(registry: Registry, local: string | undefined): string | undefined
export function fileOf({ root }: Registry, local: string | undefined): string | undefined {
  if (local === undefined || path.isAbsolute(local)) return local
  return shownPath(path.resolve(root, local))
}
