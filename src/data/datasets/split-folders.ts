/** @file The folders of a dataset's splits, by their usual names. */

import { DataError } from '../../kinds/dataset.js'
import type { PictureFolder } from '../files/picture-folder.js'
import { asLeftOut } from './class-folders.js'

/** Names in lower or upper case; of several, the first one is used. */
const names = {
  training: ['train', 'training'],
  test: ['test', 'testing', 'val', 'valid', 'validation'],
} as const

type Split = keyof typeof names

/**
 * The folders of the two splits; undefined if the folder holds classes.
 * @throws DataError if there is only one split
 */
export function splitFolders(
  data: PictureFolder,
  where: string,
): { train: string; test: string } | undefined {
  const folders = data.folders()
  const train = folderOf('training', folders, where)
  const test = folderOf('test', folders, where)
  if (train !== undefined && test !== undefined) return { train, test }
  const only = train ?? test
  // A folder with such a name may be a class; then it holds pictures, and no folders.
  if (only === undefined || data.folders(only).length === 0) return undefined
  const missing = train === undefined ? 'training' : 'test'
  const wanted = names[missing].map((name) => `${name}/`).join(', ')
  const remedy =
    missing === 'test'
      ? `add one, or name ${where}/${only} in the spec: then a part of each class is the test split`
      : 'add one'
  throw new DataError(
    `${where} has ${only}/ and no ${missing} split; looked for ${wanted} beside it, in small letters or capitals; ${remedy}${asLeftOut(data)}`,
  )
}

function folderOf(split: Split, folders: readonly string[], where: string): string | undefined {
  for (const name of names[split]) {
    const [one, other] = folders.filter((folder) => folder.toLowerCase() === name)
    if (other !== undefined) {
      throw new DataError(`${where} has ${one}/ and ${other}/; keep one ${split} split`)
    }
    if (one !== undefined) return one
  }
  return undefined
}
