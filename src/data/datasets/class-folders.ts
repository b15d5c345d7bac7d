/** @file Image folders with one subfolder for each class. */

import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import path from 'node:path'
import { DataError, type StoredOnDisk } from '../../kinds/dataset.js'
import { some } from '../../text/amounts.js'
import type { PictureFolder } from '../files/picture-folder.js'
import { leftOutText } from '../files/left-out.js'
import { listedSums } from '../files/sums.js'
import { damageText } from '../images/damage.js'
import type { Fit } from '../images/fit.js'
import { readFormats } from '../images/formats.js'
import { type PictureAnswer, decodePicture } from '../images/picture-pool.js'
import { scaled } from './scaled-bytes.js'

export interface ClassFolders {
  classes: string[]
  /** Files of each class, in alphabetical order. */
  files: string[][]
}

/**
 * The pictures in each class folder of a dataset's folder, or of one of its subfolders.
 * @throws DataError if it has no subfolders
 */
export function readClassFolders(
  data: PictureFolder,
  where: string,
  ...names: string[]
): ClassFolders {
  const classes = data.folders(...names)
  if (classes.length === 0) {
    throw new DataError(
      `${path.join(where, ...names)} holds no folders; each class needs one, with its pictures (${formatList})${asLeftOut(data)}`,
    )
  }
  data.leaveOutBeside(names, classes)
  return { classes, files: classes.map((name) => data.pictures(...names, name)) }
}

const formatList = `${readFormats.slice(0, -1).join(', ')} or ${readFormats.at(-1)}`

/** A split with its folder. */
export interface FoundSplit extends ClassFolders {
  folder: string
}

/** @throws DataError if the splits have different classes */
export function assertSameClasses(train: FoundSplit, test: FoundSplit): void {
  const lacks = [
    [train, test],
    [test, train],
  ].flatMap(([one, other]) => {
    const missing = other?.classes.filter((name) => !one?.classes.includes(name)) ?? []
    return missing.length > 0 ? [`${one?.folder} lacks ${some(missing)}`] : []
  })
  if (lacks.length === 0) return
  throw new DataError(
    `${train.folder} and ${test.folder} hold different classes: ${lacks.join(', and ')}; give both a folder for each class`,
  )
}

/** The classes without pictures, with the remedy; undefined if every class has some. */
export function emptyClasses(
  data: PictureFolder,
  splits: readonly FoundSplit[],
): string | undefined {
  const empty = splits.flatMap(({ folder, classes, files }) => {
    const names = classes.filter((_, label) => files[label]?.length === 0)
    if (names.length === 0) return []
    const [those, have] = names.length === 1 ? ['class', 'has'] : ['classes', 'have']
    return [`${those} ${some(names.map((name) => `\`${name}\``))} ${have} no picture in ${folder}`]
  })
  if (empty.length === 0) return undefined
  return `${empty.join(', and ')}; add some (${formatList}), or remove the folders${asLeftOut(data)}`
}

/** A clause for messages about missing pictures: the files that were left out. */
export function asLeftOut({ leftOut }: PictureFolder): string {
  return leftOut.length === 0 ? '' : `; left out: ${leftOutText(leftOut)}`
}

/** A note about the files of a folder that were left out. */
export function notesOf(where: string, { leftOut }: PictureFolder): string[] {
  return leftOut.length === 0 ? [] : [`${where}: left out: ${leftOutText(leftOut)}`]
}

/**
 * A digest of the names and sizes of files, and with `times` of their modification times, to detect changes of
 * a folder.
 */
export function listingPrint(folder: string, files: readonly string[], times = false): string {
  const hash = createHash('sha256')
  for (const file of files) {
    const { size, mtimeMs } = statSync(file)
    hash.update(`${nameIn(folder, file)} ${size}${times ? ` ${mtimeMs}` : ''}\n`)
  }
  return hash.digest('hex')
}

/**
 * A fingerprint of files that are too large to be read before every run: their names and the sums in the folder's
 * `SHA256SUMS`, each of which is checked when its picture is read; without such a list, their names and sizes.
 * @throws DataError if the list lacks a file
 */
export async function largePrint(folder: string, files: readonly string[]): Promise<string> {
  const sums = await sumsOf(folder, files)
  if (sums === undefined) return `listing ${listingPrint(folder, files)}`
  const hash = createHash('sha256')
  for (const file of files) hash.update(`${nameIn(folder, file)} ${sums(file)}\n`)
  return `sums ${hash.digest('hex')}`
}

/** The sum of a file in the folder's `SHA256SUMS`; undefined without such a list. */
export async function sumsOf(
  folder: string,
  files: readonly string[],
): Promise<((file: string) => string | undefined) | undefined> {
  const names = files.map((file) => nameIn(folder, file))
  const listed = listedSums(folder, names)
  return listed && ((file) => listed.get(nameIn(folder, file)))
}

/** A file's name below the folder, with `/` on every system. */
export function nameIn(folder: string, file: string): string {
  return path.relative(folder, file).split(path.sep).join('/')
}

export interface PictureOptions {
  /** Height and width. */
  size: readonly [number, number]
  fit: Fit
  /** Returns the SHA-256 of a file, if known. */
  sumOf: ((file: string) => string | undefined) | undefined
}

/** The pictures of a split, decoded and resized on demand. */
export interface StoredPictures extends StoredOnDisk {
  readonly picture: (index: number) => Promise<PictureAnswer>
}

export function storedPictures(
  files: readonly (readonly string[])[],
  { size, fit, sumOf }: PictureOptions,
): StoredPictures {
  const all = files.flatMap((those, label) => those.map((file) => ({ file, label })))
  const picture = (index: number) => {
    const { file } = all[index] as { file: string }
    return decodePicture({ file, sum: sumOf?.(file), size, fit })
  }
  return {
    labels: Int32Array.from(all, ({ label }) => label),
    picture,
    async read(index) {
      const answer = await picture(index)
      if ('damage' in answer) throw new DataError(damageText([answer.damage]))
      const { bytes } = answer
      const pixels = new Float32Array(bytes.length)
      for (let i = 0; i < pixels.length; i++) pixels[i] = scaled[bytes[i] as number] as number
      return pixels
    },
  }
}
