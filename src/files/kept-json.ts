/** @file Cached results as JSON; a file that cannot be read or is not valid counts as absent. */

import { readRegularFile } from './regular-file.js'
import type { Validator } from './validator.js'

/** The largest size of a file, in bytes. */
const largest = 2 ** 24

/** @returns `undefined` if there is no usable file */
export function readKeptJson(file: string, shape: Validator): unknown {
  try {
    const found: unknown = JSON.parse(readRegularFile(file, largest).toString('utf8'))
    return shape(found) === undefined ? found : undefined
  } catch {
    return undefined
  }
}
