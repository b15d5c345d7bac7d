import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import path from 'node:path'
import { DataError, defineDataset } from '../../kinds/dataset.js'
import { choice, fraction, path as pathParameter, size } from '../../kinds/parameter.js'
import { some } from '../../text/amounts.js'
import { PictureFolder } from '../files/picture-folder.js'
import { assertSum, readFile, sumOf } from '../files/sums.js'
import { cachedPictures } from '../images/cache.js'
import {
  type FoundSplit,
  assertSameClasses,
  emptyClasses,
  largePrint,
  listingPrint,
  nameIn,
  notesOf,
  readClassFolders,
  storedPictures,
  sumsOf,
} from './class-folders.js'
import { splitFolders } from './split-folders.js'

/** The largest folder whose files are all hashed before every run; for larger ones see {@link largePrint}. */
const mostHashed = 2 ** 30

/**
 * Pictures in one folder per class, and in the folders inside it. Folders such as `train` and `test`
 * (split-folders.ts) hold the class folders of their split; without them, the last files of each class, in
 * alphabetical order, are the test split. Grey pictures get three equal channels; transparency is ignored.
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

  describe({ size: [height = 0, width = 0], test: share }, where = '') {
    const data = new PictureFolder(where)
    const { train, test, held } = splitsOf(data, where, share)
    const count = ({ files }: FoundSplit) => files.map((those) => those.length)
    const perClass = { train: count(train), test: count(test) }
    const sum = (counts: number[]) => counts.reduce((total, one) => total + one, 0)
    const examples = { train: sum(perClass.train), test: sum(perClass.test) }
    if (examples.test === 0) {
      throw new DataError(
        `${where} leaves no image for the test split; add some, or raise \`test\``,
      )
    }
    const problem = problemOf(data, { train, test, held })
    const untested = train.classes.filter((_, label) => perClass.test[label] === 0)
    const notes = [
      ...notesOf(where, data),
      ...(problem === undefined ? [] : [problem]),
      ...(problem !== undefined || untested.length === 0
        ? []
        : [`${where}: no picture of ${some(untested)} is in the test split; raise \`test\``]),
    ]
    return { shape: [height, width, 3], classes: train.classes, examples, perClass, notes }
  },

  async locate({ test: share }, where = '') {
    const data = new PictureFolder(where)
    const splits = splitsOf(data, where, share)
    const problem = problemOf(data, splits)
    if (problem !== undefined) throw new DataError(problem)
    const { train, test } = splits
    const files = [...train.files, ...test.files].flat()
    const bytes = files.reduce((total, file) => total + statSync(file).size, 0)
    const content =
      bytes > mostHashed ? await largePrint(where, files) : await contentPrint(where, files)
    return { found: true, folder: where, fingerprint: `folder ${content}` }
  },

  async load({ size: [height = 0, width = 0], fit, test: share }, where) {
    const { train, test } = splitsOf(new PictureFolder(where), where, share)
    const sum = await sumsOf(where, [...train.files, ...test.files].flat())
    const load = ({ files }: FoundSplit) => {
      const stored = storedPictures(files, { size: [height, width], fit, sumOf: sum })
      const state = listingPrint(where, files.flat(), true)
      const key = [path.resolve(where), state, height, width, fit].join('\n')
      return cachedPictures(stored, 3 * height * width, key)
    }
    return { train: await load(train), test: await load(test) }
  },
})

interface Splits {
  train: FoundSplit
  test: FoundSplit
  /** True if the test split has a separate folder. */
  held: boolean
}

/** @param share the share of each class for the test split, if that has no folder */
function splitsOf(data: PictureFolder, where: string, share: number): Splits {
  const names = splitFolders(data, where)
  if (names === undefined) {
    const { classes, files } = readClassFolders(data, where)
    const kept = files.map((those) => Math.round((1 - share) * those.length))
    const part = (slice: (those: string[], kept: number) => string[]): FoundSplit => ({
      folder: where,
      classes,
      files: files.map((those, label) => slice(those, kept[label] as number)),
    })
    return {
      train: part((those, kept) => those.slice(0, kept)),
      test: part((those, kept) => those.slice(kept)),
      held: false,
    }
  }
  data.leaveOutBeside([], Object.values(names))
  const [train, test] = [names.train, names.test].map((name) => ({
    folder: path.join(where, name),
    ...readClassFolders(data, where, name),
  })) as [FoundSplit, FoundSplit]
  assertSameClasses(train, test)
  return { train, test, held: true }
}

/**
 * The problem of classes without training pictures, or without test pictures if the test split has a folder;
 * undefined if there is none.
 */
function problemOf(data: PictureFolder, { train, test, held }: Splits): string | undefined {
  if (held) return emptyClasses(data, [train, test])
  const { folder, classes } = train
  const files = train.files.map((those, label) => [...those, ...(test.files[label] ?? [])])
  const empty = emptyClasses(data, [{ folder, classes, files }])
  const untrained = classes.filter((_, label) => train.files[label]?.length === 0)
  if (empty !== undefined || untrained.length === 0) return empty
  return `${folder}: all pictures of ${some(untrained)} are in the test split; add some, or lower \`test\``
}

/** @throws DataError if a file differs from the folder's `SHA256SUMS` */
async function contentPrint(where: string, files: readonly string[]): Promise<string> {
  const listed = await sumsOf(where, files)
  const hash = createHash('sha256')
  for (const file of files) {
    const bytes = readFile(file)
    if (listed) assertSum(file, sumOf(bytes), listed(file))
    hash.update(`${nameIn(where, file)} ${bytes.length}\n`).update(bytes)
  }
  return hash.digest('hex')
}
