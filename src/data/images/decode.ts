/**
 * @file Decoding of picture files to pixels, by content rather than name. The EXIF orientation is ignored, as
 * in torchvision and TensorFlow.
 */

import { readRegularFile } from '../../files/regular-file.js'
import { sumOf } from '../files/sums.js'
import { DamagedPicture } from './damage.js'
import { type PictureFormat, formatOf, isRead, readFormats } from './formats.js'
import { decodeJpeg } from './jpeg.js'
import type { Picture } from './picture.js'
import { decodePng } from './png.js'
import { decodeWebp } from './webp.js'

/** The limit in bytes; no photograph is larger. */
const mostBytes = 2 ** 28

/**
 * Reads a picture.
 * @param sum the expected SHA-256 of the file, if known
 * @throws DamagedPicture if the file is not a complete picture, or its sum differs
 */
export async function readPicture(file: string, sum?: string): Promise<Picture> {
  const bytes = await orDamaged(file, () => readRegularFile(file, mostBytes))
  if (sum !== undefined && sumOf(bytes) !== sum) {
    const problem = `is damaged: its SHA-256 is ${sumOf(bytes)}, not ${sum}`
    throw new DamagedPicture(file, problem, 'fetch it again')
  }
  const format = formatOf(bytes)
  if (!isRead(format)) {
    const found = `is ${neither}${format ? `, but ${format}` : ''}`
    throw new DamagedPicture(file, bytes.length === 0 ? 'is empty' : found)
  }
  return orDamaged(file, () => decoders[format](bytes))
}

const neither = `neither ${readFormats.join(' nor ')}`

const decoders: Record<PictureFormat, (bytes: Buffer) => Picture | Promise<Picture>> = {
  PNG: decodePng,
  JPEG: decodeJpeg,
  WebP: decodeWebp,
}

async function orDamaged<T>(file: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new DamagedPicture(file, `cannot be read: ${reason}`)
  }
}
