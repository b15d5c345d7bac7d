/** @file SHA-256 sums of dataset files: as published, or as a local copy lists them. */

import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { DataError } from '../../kinds/dataset.js'

/** Sums in hexadecimal by file name. */
export type Sums = Readonly<Record<string, string>>

const listName = 'SHA256SUMS'

/**
 * What a folder's files should be: its own `SHA256SUMS` where it has one, as a local copy may hold the
 * same images in another order, else the published sums.
 * @throws DataError where the list leaves a file out
 */
export async function expectedSums(folder: string, published: Sums): Promise<Sums> {
  const names = Object.keys(published)
  const listed = await listedSums(folder, names)
  if (listed) return Object.fromEntries(names.map((name) => [name, listed.get(name) as string]))
  if (Object.values(published).includes('')) {
    throw new DataError(
      `${folder} has no ${listName}, and no sums of ${names[0]} and the other files are published; run \`sha256sum ${names.join(' ')} > ${listName}\` there`,
    )
  }
  return published
}

/**
 * The sums that a folder's `SHA256SUMS` gives for these files, named from the folder; nothing where it
 * has no such list.
 * @throws DataError where the list leaves a file out
 */
export async function listedSums(
  folder: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, string> | undefined> {
  const list = path.join(folder, listName)
  if (!existsSync(list)) return undefined
  const sums = new Map<string, string>()
  // As `sha256sum` writes it: the sum, two blanks or a blank and an asterisk, the name.
  for (const [, sum = '', name = ''] of (await readFile(list, 'utf8')).matchAll(
    /^([0-9a-f]{64}) [ *](?:\.\/)?(.+?)\r?$/gim,
  )) {
    sums.set(name, sum.toLowerCase())
  }
  const missing = names.find((name) => !sums.has(name))
  if (missing !== undefined) throw new DataError(`${list} has no sum of ${missing}; add it`)
  return sums
}

/** The text of a `SHA256SUMS` file. */
export function sumsText(sums: Sums): string {
  return Object.entries(sums)
    .map(([name, sum]) => `${sum}  ${name}\n`)
    .join('')
}

/** @throws DataError where the file's content is not what it should be */
export async function readVerified(folder: string, name: string, sums: Sums): Promise<Buffer> {
  const file = path.join(folder, name)
  const bytes = await readFile(file)
  assertSum(file, sumOf(bytes), sums[name])
  return bytes
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
