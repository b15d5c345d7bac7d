/** @file CIFAR-10 and CIFAR-100 in their binary version. */

import { DataError, type StoredInMemory, defineDataset } from '../../kinds/dataset.js'
import { choice } from '../../kinds/parameter.js'
import { type PublishedFiles, type ReadFile, locateFiles, readFiles } from '../files/published.js'
import { scaled } from './scaled-bytes.js'
import { cifar100Coarse, cifar100Fine, cifar10Classes } from './cifar-classes.js'

const side = 32
const channels = 3
const plane = side * side
const shape = [side, side, channels]
const examples = { train: 50_000, test: 10_000 }

/** A record is its label bytes, then the red, green and blue planes of 32x32 bytes. */
interface Records {
  labelBytes: number
  /** The index of the label byte to use. */
  label: number
  classes: number
}

const publisher = 'https://www.cs.toronto.edu/~kriz'
const licence = 'none stated; the authors ask to cite Krizhevsky 2009'

const inPython = 'in its Python version, and the binary version is read'
const inMatlab = 'in its Matlab version, and the binary version is read'
const packed = 'as an archive, and its files are read'

const cifar10Files: PublishedFiles = {
  title: 'CIFAR-10',
  name: 'cifar10',
  folders: ['cifar-10-batches-bin', 'cifar-10'],
  sums: {
    'data_batch_1.bin': 'cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5',
    'data_batch_2.bin': 'a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed',
    'data_batch_3.bin': 'bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67',
    'data_batch_4.bin': '014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48',
    'data_batch_5.bin': '755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add',
    'test_batch.bin': '8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b',
  },
  otherForms: {
    data_batch_1: inPython,
    'cifar-10-batches-py/data_batch_1': inPython,
    'data_batch_1.mat': inMatlab,
    'cifar-10-batches-mat/data_batch_1.mat': inMatlab,
    'cifar-10-binary.tar.gz': packed,
  },
}

export const cifar10 = defineDataset({
  name: 'cifar10',
  summary: '60,000 photographs of ten kinds of things',
  source: `Krizhevsky 2009, ${publisher}/cifar.html, binary version`,
  parameters: {},
  publication: {
    licence,
    // Sum and size from torchvision and TensorFlow Datasets.
    downloads: [
      {
        url: `${publisher}/cifar-10-binary.tar.gz`,
        sha256: 'c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd',
        bytes: 170_052_171,
        archive: true,
      },
    ],
  },
  describe: () => ({
    shape,
    classes: cifar10Classes,
    examples,
    perClass: perClass(cifar10Classes.length),
  }),
  locate: () => locateFiles(cifar10Files),
  load: (_parameters, folder) =>
    load(folder, cifar10Files, {
      labelBytes: 1,
      label: 0,
      classes: cifar10Classes.length,
    }),
})

const cifar100Files: PublishedFiles = {
  title: 'CIFAR-100',
  name: 'cifar100',
  folders: ['cifar-100-binary', 'cifar-100'],
  // Sums of the files in the archive below, from the Ruby binding of Torchvision.
  sums: {
    'train.bin': 'f31298fc616915fa142368359df1c4ca2ae984d6915ca468b998a5ec6aeebf29',
    'test.bin': 'd8b1e6b7b3bee4020055f0699b111f60b1af1e262aeb93a0b659061746f8224a',
  },
  otherForms: {
    'cifar-100-python/train': inPython,
    meta: inPython,
    'cifar-100-matlab/train.mat': inMatlab,
    'train.mat': inMatlab,
    'cifar-100-binary.tar.gz': packed,
  },
}

export const cifar100 = defineDataset({
  name: 'cifar100',
  summary: '60,000 photographs of 100 kinds of things in 20 groups',
  source: `Krizhevsky 2009, ${publisher}/cifar.html, binary version`,
  parameters: {
    labels: choice(['fine', 'coarse'], {
      doc: 'the 100 classes, or the 20 groups of five that they belong to',
      default: 'fine',
    }),
  },
  publication: {
    licence,
    // Sum from TensorFlow Datasets and MLDatasets.jl.
    downloads: [
      {
        url: `${publisher}/cifar-100-binary.tar.gz`,
        sha256: '58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec',
        bytes: 168_513_733,
        archive: true,
      },
    ],
  },
  describe({ labels }) {
    const classes = labels === 'fine' ? cifar100Fine : cifar100Coarse
    return { shape, classes, examples, perClass: perClass(classes.length) }
  },
  locate: () => locateFiles(cifar100Files),
  load: ({ labels }, folder) =>
    load(folder, cifar100Files, {
      labelBytes: 2,
      label: labels === 'fine' ? 1 : 0,
      classes: labels === 'fine' ? cifar100Fine.length : cifar100Coarse.length,
    }),
})

function perClass(classes: number) {
  const each = (count: number) => Array.from({ length: classes }, () => count / classes)
  return { train: each(examples.train), test: each(examples.test) }
}

async function load(folder: string, published: PublishedFiles, records: Records) {
  const files = await readFiles(folder, published)
  const split = (names: string[]) => {
    const read = names.map((name) => files.get(name) as ReadFile)
    for (const { file, bytes } of read) checkRecords(file, bytes, records)
    return storedSplit(
      read.map(({ bytes }) => bytes),
      records,
    )
  }
  const names = Object.keys(published.sums)
  return {
    train: split(names.filter((name) => !name.startsWith('test'))),
    test: split(names.filter((name) => name.startsWith('test'))),
  }
}

function checkRecords(file: string, bytes: Buffer, { labelBytes, label, classes }: Records): void {
  const length = labelBytes + channels * plane
  if (bytes.length % length !== 0) {
    throw new DataError(
      `${file} is truncated: ${bytes.length} bytes are not whole records of ${length}; fetch it again`,
    )
  }
  for (let start = 0; start < bytes.length; start += length) {
    const value = bytes[start + label] as number
    if (value < classes) continue
    throw new DataError(
      `${file} is damaged: record ${start / length} has the label ${value} and there are ${classes} classes; fetch it again`,
    )
  }
}

function storedSplit(files: Buffer[], { labelBytes, label }: Records): StoredInMemory {
  const length = labelBytes + channels * plane
  const starts: { bytes: Buffer; start: number }[] = []
  for (const bytes of files) {
    for (let start = 0; start < bytes.length; start += length) starts.push({ bytes, start })
  }
  return {
    labels: Int32Array.from(starts, ({ bytes, start }) => bytes[start + label] as number),
    image(index, to) {
      const { bytes, start } = starts[index] as { bytes: Buffer; start: number }
      let [red, place] = [start + labelBytes, 0]
      for (const end = red + plane; red < end; red++) {
        to[place++] = scaled[bytes[red] as number] as number
        to[place++] = scaled[bytes[red + plane] as number] as number
        to[place++] = scaled[bytes[red + 2 * plane] as number] as number
      }
    },
  }
}
