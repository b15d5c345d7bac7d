/** @file Images in a folder for each class. */

import { createHash } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { DataError, type StoredOnDisk } from '../../kinds/dataset.js'
import { scaled } from './bytes.js'
import { readPicture } from '../images/decode.js'
import { type Fit, fitted } from '../images/fit.js'

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
    const name = path.relative(folder, file).split(path.sep).join('/')
    hash.update(`${name} ${size}${times ? ` ${mtimeMs}` : ''}\n`)
  }
  return hash.digest('hex')
}

/** The pictures of a split, read and resized when they are asked for. */
export function storedPictures(
  files: readonly (readonly string[])[],
  size: readonly [number, number],
  fit: Fit,
): StoredOnDisk & { bytes(index: number): Promise<Uint8Array> } {
  const all = files.flatMap((those, label) => those.map((file) => ({ file, label })))
  const bytes = async (index: number) =>
    fitted(await readPicture((all[index] as { file: string }).file), size, fit)
  return {
    labels: Int32Array.from(all, ({ label }) => label),
    bytes,
    read: async (index) => Float32Array.from(await bytes(index), (byte) => scaled[byte] as number),
  }
}
