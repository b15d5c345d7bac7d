/** @file Specs from their files and back: the one place that knows how they are written. */

import type { Source } from '../diagnostics/source.js'
import { readRegularFile } from '../files/regular-file.js'
import { writeWhole } from '../files/whole-file.js'
import { decode, encode } from '../text/encoding.js'

/** In bytes; a spec has at most a million characters. */
const largestFile = 4_000_000

/**
 * @param shown the path for messages
 * @throws FileError if there is no such file, or it cannot be a spec
 */
export function readSource(file: string, shown: string): Source {
  return sourceOf(readRegularFile(file, largestFile), shown)
}

export function sourceOf(bytes: Uint8Array, shown: string): Source {
  return { path: shown, ...decode(bytes) }
}

/** The content of a source's file after its text has changed; line ends and byte order mark stay. */
export function written({ form }: Source, text: string): string {
  return form ? encode(text, form) : text
}

export async function writeSource(file: string, source: Source, text: string): Promise<void> {
  await writeWhole(file, written(source, text))
}
