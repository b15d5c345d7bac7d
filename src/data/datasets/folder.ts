import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { DataError, defineDataset } from '../../kinds/dataset.js'
import { choice, fraction, path as pathParameter, size } from '../../kinds/parameter.js'
import { assertSum, sumOf } from '../files/sums.js'
import { cachedPictures } from '../images/cache.js'
import {
  type ClassFolders,
  assertNoneEmpty,
  foldersIn,
  largePrint,
  listingPrint,
  nameIn,
  readClassFolders,
  storedPictures,
  sumsOf,
} from './class-folders.js'

/** The files of a larger folder are not read before every run: {@link largePrint}. */
const mostHashed = 2 ** 30

/**
 * PNG or JPEG files in a folder for each class. Where there are folders `train` and `test` (or `val`),
 * each holds the class folders of its split; else the last files of each class, in alphabetical order,
 * are the test split. Grey pictures get three equal channels; transparency is ignored.
 */
export const folder = defineDataset({
  name: 'folder',
  summary: 'your own images, in a folder for each class',
  parameters: {
    path: pathParameter({ doc: 'the folder, beside the spec or below GENSPEC_DATA' }),
    size: size({ doc: 'height and width that every picture is brought to' }),
    fit: choice(['stretch', 'crop'], {
      doc: 'the whole picture, or its largest centred part of these proportions',
      default: 'stretch',
    }),
    test: fraction({
      doc: 'of each class for the test split, where there is no folder for it',
      default: 0.2,
    }),
  },

  describe({ size: [height = 0, width = 0], test }, where = '') {
    const { classes, train, test: testFiles } = splitsOf(where, test)
    const count = (files: string[][]) => files.map((those) => those.length)
    const perClass = { train: count(train), test: count(testFiles) }
    const sum = (counts: number[]) => counts.reduce((total, one) => total + one, 0)
    const examples = { train: sum(perClass.train), test: sum(perClass.test) }
    if (examples.test === 0) {
      throw new DataError(
        `${where} leaves no image for the test split; add some, or raise \`test\``,
      )
    }
    return { shape: [height, width, 3], classes, examples, perClass }
  },

  async locate({ test }, where = '') {
    const { classes, train, test: testFiles } = splitsOf(where, test)
    assertNoneEmpty(where, { classes, files: train })
    const files = [...train, ...testFiles].flat()
    const bytes = files.reduce((total, file) => total + statSync(file).size, 0)
    const content =
      bytes > mostHashed ? await largePrint(where, files) : await contentPrint(where, files)
    return { found: true, folder: where, fingerprint: `folder ${content}` }
  },

  async load({ size: [height = 0, width = 0], fit, test }, where) {
    const splits = splitsOf(where, test)
    const sum = await sumsOf(where, [...splits.train, ...splits.test].flat())
    const load = (files: string[][]) => {
      const stored = storedPictures(files, { size: [height, width], fit, sumOf: sum })
      const state = listingPrint(where, files.flat(), true)
      const key = [path.resolve(where), state, height, width, fit].join('\n')
      return cachedPictures(stored, 3 * height * width, key)
    }
    return { train: await load(splits.train), test: await load(splits.test) }
  },
})

function splitsOf(
  where: string,
  test: number,
): { classes: string[]; train: string[][]; test: string[][] } {
  const names = foldersIn(where).map(({ name }) => name)
  const testFolder = names.includes('test') ? 'test' : 'val'
  if (names.includes('train') && names.includes(testFolder)) {
    const train = readClassFolders(path.join(where, 'train'))
    const held = readClassFolders(path.join(where, testFolder))
    sameClasses(where, train, held, testFolder)
    return { classes: train.classes, train: train.files, test: held.files }
  }
  const { classes, files } = readClassFolders(where)
  const kept = files.map((those) => Math.round((1 - test) * those.length))
  return {
    classes,
    train: files.map((those, label) => those.slice(0, kept[label])),
    test: files.map((those, label) => those.slice(kept[label])),
  }
}

function sameClasses(where: string, train: ClassFolders, held: ClassFolders, name: string): void {
  if (train.classes.join('\n') === held.classes.join('\n')) return
  throw new DataError(`${where}/train and ${where}/${name} hold different classes`)
}

/** @throws DataError where a file is not what the folder's `SHA256SUMS` says */
async function contentPrint(where: string, files: readonly string[]): Promise<string> {
  const listed = await sumsOf(where, files)
  const hash = createHash('sha256')
  for (const file of files) {
    const bytes = await readFile(file)
    if (listed) assertSum(file, sumOf(bytes), listed(file))
    hash.update(`${nameIn(where, file)} ${bytes.length}\n`).update(bytes)
  }
  return hash.digest('hex')
}
