/** @file MNIST and Fashion-MNIST: IDX files of 28x28 bytes, gzipped or unpacked. */

import {
  DataError,
  type Download,
  type StoredInMemory,
  defineDataset,
} from '../../kinds/dataset.js'
import { type PublishedFiles, type ReadFile, locateFiles, readFiles } from '../files/published.js'
import type { Sums } from '../files/sums.js'
import { scaled } from './scaled-bytes.js'

const side = 28
const length = side * side
const classes = 10
const examples = { train: 60_000, test: 10_000 }
const names = {
  train: { images: 'train-images-idx3-ubyte', labels: 'train-labels-idx1-ubyte' },
  test: { images: 't10k-images-idx3-ubyte', labels: 't10k-labels-idx1-ubyte' },
}
const allNames = [names.train.images, names.train.labels, names.test.images, names.test.labels]

/** Sums by file name, with the suffix of packed files. */
function sumsOf(sums: readonly string[], behind = ''): Sums {
  return Object.fromEntries(allNames.map((name, index) => [`${name}${behind}`, sums[index] ?? '']))
}

const mnistFiles: PublishedFiles = {
  title: 'MNIST',
  name: 'mnist',
  folders: ['mnist', 'MNIST/raw'],
  sums: sumsOf(
    [
      '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609',
      '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c',
      '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6',
      'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6',
    ],
    '.gz',
  ),
  unpacked: sumsOf([
    'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
    '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
    '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
    'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
  ]),
  otherForms: { 'mnist.npz': 'as Keras keeps it, which npz("mnist.npz") reads' },
}

const fashionFiles: PublishedFiles = {
  title: 'Fashion-MNIST',
  name: 'fashion-mnist',
  folders: ['fashion-mnist', 'FashionMNIST/raw'],
  sums: sumsOf(
    [
      '3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84',
      'a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845',
      '346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073',
      '67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5',
    ],
    '.gz',
  ),
  // Their sums are not published, so a folder must list them.
  unpacked: sumsOf([]),
}

/** Sizes of the downloads, as torchvision and TensorFlow report them. */
function downloads(site: string, { sums }: PublishedFiles, bytes: readonly number[]): Download[] {
  return Object.entries(sums).map(([name, sha256], index) => ({
    url: `${site}/${name}`,
    sha256,
    bytes: bytes[index] as number,
  }))
}

const digits = Array.from({ length: classes }, (_, digit) => String(digit))

export const mnist = defineDataset({
  name: 'mnist',
  summary: '70,000 handwritten digits',
  source: 'LeCun et al. 1998, IDX files',
  parameters: {},
  publication: {
    licence: 'CC BY-SA 3.0',
    // The mirror that torchvision downloads from; the original site no longer serves the files.
    downloads: downloads(
      'https://ossci-datasets.s3.amazonaws.com/mnist',
      mnistFiles,
      [9_912_422, 28_881, 1_648_877, 4_542],
    ),
  },
  describe: () => ({
    shape: [side, side, 1],
    classes: digits,
    examples,
    perClass: {
      train: [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949],
      test: [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009],
    },
  }),
  locate: () => locateFiles(mnistFiles),
  load: (_parameters, folder) => load(folder, mnistFiles),
})

export const fashionMnist = defineDataset({
  name: 'fashion-mnist',
  summary: '70,000 photographs of ten kinds of clothes',
  source: 'Xiao, Rasul and Vollgraf 2017, https://github.com/zalandoresearch/fashion-mnist',
  parameters: {},
  publication: {
    licence: 'MIT',
    downloads: downloads(
      'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com',
      fashionFiles,
      [26_421_880, 29_515, 4_422_102, 5_148],
    ),
  },
  describe: () => ({
    shape: [side, side, 1],
    classes: 't-shirt trouser pullover dress coat sandal shirt sneaker bag ankle-boot'.split(' '),
    examples,
    perClass: {
      train: digits.map(() => examples.train / classes),
      test: digits.map(() => examples.test / classes),
    },
  }),
  locate: () => locateFiles(fashionFiles),
  load: (_parameters, folder) => load(folder, fashionFiles),
})

async function load(folder: string, published: PublishedFiles) {
  const files = await readFiles(folder, published)
  const split = (names: { images: string; labels: string }): StoredInMemory => {
    const images = idxOf(files.get(`${names.images}.gz`) as ReadFile, [side, side])
    const labels = idxOf(files.get(`${names.labels}.gz`) as ReadFile, [])
    const { file } = files.get(`${names.labels}.gz`) as ReadFile
    if (images.length !== labels.length * length) {
      const found = `${labels.length} labels for ${images.length / length} images`
      throw new DataError(`${file} does not fit its images: ${found}; fetch both again`)
    }
    const bad = labels.findIndex((label) => label >= classes)
    if (bad >= 0) {
      throw new DataError(
        `${file} is damaged: example ${bad} has the label ${labels[bad]} and there are ${classes} classes; fetch it again`,
      )
    }
    return {
      labels: new Int32Array(labels),
      image(index, to) {
        const start = index * length
        for (let pixel = 0; pixel < length; pixel++) {
          to[pixel] = scaled[images[start + pixel] as number] as number
        }
      },
    }
  }
  return { train: split(names.train), test: split(names.test) }
}

/**
 * Parses an IDX file of bytes: two zeros, the type 8, the number of dimensions, their lengths (big-endian), the
 * values.
 */
function idxOf({ file, bytes }: ReadFile, item: readonly number[]): Uint8Array {
  const header = 4 * (2 + item.length)
  const magic = 0x800 + 1 + item.length
  const found = bytes.length < header ? undefined : bytes.readUInt32BE(0)
  const lengths = item.map((_, index) =>
    bytes.length < header ? 0 : bytes.readUInt32BE(8 + 4 * index),
  )
  if (found !== magic || lengths.some((value, index) => value !== item[index])) {
    throw new DataError(
      `${file} is not an IDX file of ${[...item, 'bytes'].join('x')}; fetch it again`,
    )
  }
  const count = bytes.readUInt32BE(4)
  const expected = header + count * item.reduce((product, value) => product * value, 1)
  if (bytes.length !== expected) {
    throw new DataError(
      `${file} is truncated: ${bytes.length} bytes where its header announces ${expected}; fetch it again`,
    )
  }
  return bytes.subarray(header)
}
