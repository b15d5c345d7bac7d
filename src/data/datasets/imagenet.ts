import { existsSync } from 'node:fs'
import path from 'node:path'
import { dataFolder } from '../../files/data-folder.js'
import { DataError, defineDataset } from '../../kinds/dataset.js'
import { choice, size } from '../../kinds/parameter.js'
import { PictureFolder } from '../files/picture-folder.js'
import {
  type FoundSplit,
  assertSameClasses,
  emptyClasses,
  largePrint,
  notesOf,
  readClassFolders,
  storedPictures,
  sumsOf,
} from './class-folders.js'

const classes = 1000
const folders = ['imagenet', 'ILSVRC2012', 'ILSVRC/Data/CLS-LOC']

/**
 * ILSVRC 2012 in folders of 1,000 classes, `train/n01440764/…` and `val/n01440764/…`. Batches decode pictures
 * on demand, so they are never all in memory. They are stretched to the size, as in the paper ("resized to
 * 299x299x3").
 */
export const imagenet = defineDataset({
  name: 'imagenet',
  summary: '1,331,167 photographs of 1,000 kinds of things, from your own copy',
  source: 'Russakovsky et al. 2015, https://image-net.org/challenges/LSVRC/2012/',
  parameters: {
    size: size({ doc: 'height and width that every picture is brought to', default: [299, 299] }),
    fit: choice(['stretch', 'crop'], {
      doc: 'the whole picture, or its largest centred part of these proportions',
      default: 'stretch',
    }),
  },
  publication: {
    licence: 'research only, by registration at https://image-net.org/download.php',
    downloads: [],
  },

  describe({ size: [height = 0, width = 0] }) {
    const shape = [height, width, 3]
    const where = place()
    if (where === undefined) {
      const names = Array.from({ length: classes }, (_, index) => `class ${index}`)
      return { shape, classes: names, examples: { train: 1_281_167, test: 50_000 } }
    }
    const data = new PictureFolder(where)
    const { train, test } = splitsOf(data, where)
    const count = (files: string[][]) => files.map((those) => those.length)
    const perClass = { train: count(train.files), test: count(test.files) }
    const sum = (counts: number[]) => counts.reduce((total, one) => total + one, 0)
    const examples = { train: sum(perClass.train), test: sum(perClass.test) }
    return { shape, classes: train.classes, examples, perClass, notes: notesOf(where, data) }
  },

  async locate() {
    const where = place()
    if (where === undefined) {
      return {
        found: false,
        reason: 'ImageNet is not here',
        help: 'set GENSPEC_DATA to a folder in which imagenet/train/ and imagenet/val/ hold a folder for each class',
      }
    }
    const data = new PictureFolder(where)
    const { train, test } = splitsOf(data, where)
    const empty = emptyClasses(data, [train, test])
    if (empty !== undefined) throw new DataError(empty)
    const files = [...train.files, ...test.files].flat()
    return { found: true, folder: where, fingerprint: `imagenet ${await largePrint(where, files)}` }
  },

  async load({ size: [height = 0, width = 0], fit }, where) {
    const { train, test } = splitsOf(new PictureFolder(where), where)
    const sumOf = await sumsOf(where, [...train.files, ...test.files].flat())
    const format = { size: [height, width], fit, sumOf } as const
    return {
      train: storedPictures(train.files, format),
      test: storedPictures(test.files, format),
    }
  },
})

function place(): string | undefined {
  const data = dataFolder()
  if (data === undefined) return undefined
  return folders
    .map((name) => path.join(data, name))
    .find((folder) => ['train', 'val'].every((split) => existsSync(path.join(folder, split))))
}

function splitsOf(data: PictureFolder, where: string): { train: FoundSplit; test: FoundSplit } {
  if (data.folders('val').length === 0) {
    throw new DataError(
      `${path.join(where, 'val')} holds no class folders; sort the validation images into a folder for each class`,
    )
  }
  const [train, test] = ['train', 'val'].map((name) => ({
    folder: path.join(where, name),
    ...readClassFolders(data, where, name),
  })) as [FoundSplit, FoundSplit]
  assertSameClasses(train, test)
  return { train, test }
}
