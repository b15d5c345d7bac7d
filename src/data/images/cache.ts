/** @file A cache of decoded and resized pictures. */

import { createHash } from 'node:crypto'
import path from 'node:path'
import { FileError, readRegularFile } from '../../files/regular-file.js'
import { writeWhole } from '../../files/whole-file.js'
import { cacheFolder } from '../../engine/cache-folder.js'
import { DataError, type StoredInMemory, type StoredSplit } from '../../kinds/dataset.js'
import { ahead } from '../ahead.js'
import { scaled } from '../datasets/scaled-bytes.js'
import type { StoredPictures } from '../datasets/class-folders.js'
import { type Damage, damageText } from './damage.js'

/** The limit in bytes; larger sets are decoded at each use. */
const mostCached = 2 ** 30
/** The number of requests that keeps the threads busy. */
const picturesAhead = 64

/**
 * Reads the pictures from the cache. If they are missing, decodes all of them into it, or none.
 * @param length bytes of a picture
 * @param key identifies the files and their processing
 * @throws DataError if pictures cannot be read; then nothing is cached
 */
export async function cachedPictures(
  stored: StoredPictures,
  length: number,
  key: string,
): Promise<StoredSplit> {
  const { labels } = stored
  const total = labels.length * length
  if (total > mostCached) return stored
  const folder = path.join(cacheFolder(), 'images')
  const file = path.join(folder, createHash('sha256').update(key).digest('hex'))
  const known = cached(file, total)
  if (known) return inMemory(labels, known, length)
  await writeWhole(file, soundPictures(stored))
  return inMemory(labels, readRegularFile(file, total), length)
}

/** Reads a cached file; undefined if it is missing or has another size. */
function cached(file: string, length: number): Buffer | undefined {
  try {
    const bytes = readRegularFile(file, length)
    return bytes.length === length ? bytes : undefined
  } catch (error) {
    if (error instanceof FileError) return undefined
    throw error
  }
}

/** Decodes all pictures before it reports the damaged ones. */
async function* soundPictures({ labels, picture }: StoredPictures): AsyncGenerator<Uint8Array> {
  const damaged: Damage[] = []
  for await (const answer of ahead(labels.length, picturesAhead, picture)) {
    if ('damage' in answer) damaged.push(answer.damage)
    else yield answer.bytes
  }
  if (damaged.length > 0) throw new DataError(damageText(damaged))
}

function inMemory(labels: Int32Array, bytes: Uint8Array, length: number): StoredInMemory {
  return {
    labels,
    image(index, to) {
      const start = index * length
      for (let i = 0; i < length; i++) to[i] = scaled[bytes[start + i] as number] as number
    },
  }
}
