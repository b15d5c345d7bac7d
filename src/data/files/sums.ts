/** @file SHA-256 sums of dataset files, published or listed by a local copy. */

import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { FileError, readRegularFile } from '../../files/regular-file.js'
import { DataError } from '../../kinds/dataset.js'

/** Sums in hexadecimal by file name. */
export type Sums = Readonly<Record<string, string>>

const listName = 'SHA256SUMS'

/**
 * The sums of these files in a folder's `SHA256SUMS`, by name; undefined without such a list.
 * @throws DataError if the list lacks a file
 */
export function listedSums(
  folder: string,
  names: readonly string[],
): ReadonlyMap<string, string> | undefined {
  const list = path.join(folder, listName)
  if (!existsSync(list)) return undefined
  const text = readFile(list).toString('utf8')
  const sums = new Map<string, string>()
  // The format of `sha256sum`: the sum, two blanks or a blank and an asterisk, the name.
  for (const [, sum = '', name = ''] of text.matchAll(
    /^([0-9a-f]{64}) [ *](?:\.\/)?(.+?)\r?$/gim,
  )) {
    sums.set(name, sum.toLowerCase())
  }
  const missing = names.find((name) => !sums.has(name))
  if (missing !== undefined) throw new DataError(`${list} has no sum of ${missing}; add it`)
  return sums
}

/** Formats a `SHA256SUMS` file. */
export function sumsText(sums: Sums): string {
  return Object.entries(sums)
    .map(([name, sum]) => `${sum}  ${name}\n`)
    .join('')
}

/** The shell command that makes such a list. */
export function sumsRemedy(names: readonly string[]): string {
  return `run \`sha256sum ${names.join(' ')} > ${listName}\` there`
}

/** The limit of a file that is read at once. */
const mostBytes = 2 ** 30

/**
 * Reads a file.
 * @throws DataError if it is no file, or cannot be read
 */
export function readFile(file: string): Buffer {
  try {
    return readRegularFile(file, mostBytes)
  } catch (error) {
    if (error instanceof FileError) throw new DataError(`${file} cannot be read: ${error.message}`)
    throw error
  }
}

export function sumOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

export function assertSum(file: string, sum: string, expected: string | undefined): void {
  if (sum === expected) return
  throw new DataError(`${file} is damaged: its SHA-256 is ${sum}, not ${expected}; fetch it again`)
}

export async function fileSum(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}
