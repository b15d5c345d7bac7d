/** @file JSON that is kept to save work: what cannot be read, or is not as declared, is found out anew. */

import { readRegularFile } from './regular-file.js'
import type { Validator } from './validator.js'

/** In bytes. */
const largest = 2 ** 24

/** @returns nothing where there is none that can be used */
export function readKeptJson(file: string, shape: Validator): unknown {
  try {
    const found: unknown = JSON.parse(readRegularFile(file, largest).toString('utf8'))
    return shape(found) === undefined ? found : undefined
  } catch {
    return undefined
  }
}
