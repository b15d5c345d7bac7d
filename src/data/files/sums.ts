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
  const list = path.join(folder, listName)
  if (!existsSync(list)) return published
  const lines = (await readFile(list, 'utf8')).split('\n').map((line) => line.trim())
  const listed = new Map(
    lines.map((line) => {
      const [sum = '', name = ''] = line.split(/\s+\*?/)
      return [name, sum] as const
    }),
  )
  const entries = Object.keys(published).map((name) => {
    const sum = listed.get(name)
    if (sum === undefined) throw new DataError(`${list} has no sum of ${name}; add it`)
    return [name, sum] as const
  })
  return Object.fromEntries(entries)
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
  assertSum(file, createHash('sha256').update(bytes).digest('hex'), sums[name])
  return bytes
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
