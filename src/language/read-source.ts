/** @file Reading and writing of spec files, with their encoding, line ends and size limit. */

import type { Source } from '../diagnostics/source.js'
import { readRegularFile } from '../files/regular-file.js'
import { writeWhole } from '../files/whole-file.js'
import { decode, encode } from '../text/encoding.js'

/** The limit in bytes; a spec has at most a million characters. */
const largestFile = 4_000_000

/**
 * Reads a spec.
 * @param shown the path for messages
 * @throws FileError if there is no such file, or it cannot be a spec
 */
export function readSource(file: string, shown: string): Source {
  return sourceOf(readRegularFile(file, largestFile), shown)
}

export function sourceOf(bytes: Uint8Array, shown: string): Source {
  return { path: shown, ...decode(bytes) }
}

/** The content of a source's file after a change of its text; line ends and byte order mark are kept. */
export function written({ form }: Source, text: string): string {
  return form ? encode(text, form) : text
}

export async function writeSource(file: string, source: Source, text: string): Promise<void> {
  await writeWhole(file, written(source, text))
}
