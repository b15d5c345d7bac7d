/** @file Images in a folder for each class. */

import { createHash } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { DataError, type StoredOnDisk } from '../../kinds/dataset.js'
import { listedSums } from '../files/sums.js'
import type { Fit } from '../images/fit.js'
import { pictureBytes } from '../images/pictures.js'
import { scaled } from './bytes.js'

const pictures = /\.(png|jpe?g)$/i

export interface ClassFolders {
  classes: string[]
  /** Files of each class, in alphabetical order. */
  files: string[][]
}

/** @throws DataError where there is no such folder, or it holds no folders */
export function readClassFolders(folder: string): ClassFolders {
  const classes = foldersIn(folder).map(({ name }) => name)
  if (classes.length === 0) {
    throw new DataError(
      `${folder} holds no folders; each class needs one, with its PNG or JPEG files`,
    )
  }
  const files = classes.map((name) =>
    entriesOf(path.join(folder, name))
      .filter((entry) => entry.isFile() && pictures.test(entry.name))
      .map((entry) => path.join(folder, name, entry.name)),
  )
  return { classes, files }
}

/** @throws DataError where a class has no picture */
export function assertNoneEmpty(where: string, { classes, files }: ClassFolders): void {
  const empty = files.findIndex((those) => those.length === 0)
  if (empty < 0) return
  throw new DataError(
    `class \`${classes[empty]}\` has no PNG or JPEG file in ${where}; add some or remove its folder`,
  )
}

export function foldersIn(folder: string) {
  return entriesOf(folder).filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
}

function entriesOf(folder: string) {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch {
    throw new DataError(`there is no folder ${folder}`)
  }
}

/** Names and sizes of files, and with `times` when they were changed: tells states of one folder apart. */
export function listingPrint(folder: string, files: readonly string[], times = false): string {
  const hash = createHash('sha256')
  for (const file of files) {
    const { size, mtimeMs } = statSync(file)
    hash.update(`${nameIn(folder, file)} ${size}${times ? ` ${mtimeMs}` : ''}\n`)
  }
  return hash.digest('hex')
}

/**
 * Stands for files that are too large to be read whole before every run: their names and the sums
 * that the folder's `SHA256SUMS` gives, each of which is checked when its picture is read; without
 * such a list, their names and sizes.
 * @throws DataError where the list leaves a file out
 */
export async function largePrint(folder: string, files: readonly string[]): Promise<string> {
  const sums = await sumsOf(folder, files)
  if (sums === undefined) return `listing ${listingPrint(folder, files)}`
  const hash = createHash('sha256')
  for (const file of files) hash.update(`${nameIn(folder, file)} ${sums(file)}\n`)
  return `sums ${hash.digest('hex')}`
}

/** The sum that the folder's `SHA256SUMS` gives for a file; nothing where there is no such list. */
export async function sumsOf(
  folder: string,
  files: readonly string[],
): Promise<((file: string) => string | undefined) | undefined> {
  const names = files.map((file) => nameIn(folder, file))
  const listed = await listedSums(folder, names)
  return listed && ((file) => listed.get(nameIn(folder, file)))
}

/** A file's name below the folder, with `/` on every system. */
export function nameIn(folder: string, file: string): string {
  return path.relative(folder, file).split(path.sep).join('/')
}

export interface PictureFormat {
  /** Height and width. */
  size: readonly [number, number]
  fit: Fit
  /** The SHA-256 of a file, where it is known. */
  sumOf: ((file: string) => string | undefined) | undefined
}

/** The pictures of a split, read and resized when they are asked for. */
export function storedPictures(
  files: readonly (readonly string[])[],
  { size, fit, sumOf }: PictureFormat,
): StoredOnDisk & { bytes(index: number): Promise<Uint8Array> } {
  const all = files.flatMap((those, label) => those.map((file) => ({ file, label })))
  const bytes = (index: number) => {
    const { file } = all[index] as { file: string }
    return pictureBytes({ file, sum: sumOf?.(file), size, fit })
  }
  return {
    labels: Int32Array.from(all, ({ label }) => label),
    bytes,
    async read(index) {
      const picture = await bytes(index)
      const pixels = new Float32Array(picture.length)
      for (let i = 0; i < pixels.length; i++) pixels[i] = scaled[picture[i] as number] as number
      return pixels
    },
  }
}
