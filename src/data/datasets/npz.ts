import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { unzipSync } from 'fflate'
import { DataError, type StoredInMemory, defineDataset } from '../../kinds/dataset.js'
import { path as pathParameter } from '../../kinds/parameter.js'
import { type NpyArray, parseNpy } from '../files/npy.js'

/**
 * NumPy's `savez(x_train=…, y_train=…, x_test=…, y_test=…)`, as Keras keeps MNIST. Images are [n, height,
 * width], [n, height, width, channels] or [n, length]; bytes are divided by 255, other numbers taken
 * as they are. Labels are whole numbers from 0.
 */
export const npz = defineDataset({
  name: 'npz',
  summary: 'your own arrays, in a file of NumPy',
  source: 'https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html',
  parameters: { path: pathParameter({ doc: 'the file, beside the spec or below GENSPEC_DATA' }) },

  describe(_parameters, file = '') {
    const { train, test, shape } = read(file)
    const classes = 1 + maximum([train.labels, test.labels])
    const count = (labels: Int32Array) => {
      const counts = new Array<number>(classes).fill(0)
      for (const label of labels) counts[label] = (counts[label] ?? 0) + 1
      return counts
    }
    return {
      shape,
      classes: Array.from({ length: classes }, (_, label) => String(label)),
      examples: { train: train.labels.length, test: test.labels.length },
      perClass: { train: count(train.labels), test: count(test.labels) },
    }
  },

  async locate(_parameters, file = '') {
    const sum = createHash('sha256').update(readFile(file)).digest('hex')
    return { found: true, folder: file, fingerprint: `npz ${sum}` }
  },

  load: async (_parameters, file) => read(file),
})

interface Contents {
  shape: number[]
  train: StoredInMemory
  test: StoredInMemory
}

/** The file read last, as describing and loading it follow each other. */
let last: { key: string; contents: Contents } | undefined

function read(file: string): Contents {
  const bytes = readFile(file)
  const key = `${file} ${statSync(file).mtimeMs}`
  if (last?.key === key) return last.contents
  const arrays = new Map<string, NpyArray>()
  try {
    for (const [name, data] of Object.entries(unzipSync(bytes))) {
      arrays.set(name.replace(/\.npy$/, ''), parseNpy(data))
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new DataError(`${file} is not a whole .npz file: ${reason}`)
  }
  const [train, test] = ['train', 'test'].map((split) => splitOf(file, arrays, split))
  if (train === undefined || test === undefined) throw new Error('internal: a split is missing')
  if (train.shape.join('x') !== test.shape.join('x')) {
    throw new DataError(`${file}: training and test images have different shapes`)
  }
  const contents = { shape: train.shape, train: train.stored, test: test.stored }
  last = { key, contents }
  return contents
}

function readFile(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch {
    throw new DataError(`there is no file ${file}`)
  }
}

function splitOf(file: string, arrays: ReadonlyMap<string, NpyArray>, split: string) {
  const [images, labels] = [arrays.get(`x_${split}`), arrays.get(`y_${split}`)]
  if (images === undefined || labels === undefined) {
    const found = [...arrays.keys()].join(', ') || 'nothing'
    throw new DataError(`${file} must hold x_train, y_train, x_test and y_test, and holds ${found}`)
  }
  const [count = 0, ...rest] = images.shape
  const shape = rest.length === 2 ? [...rest, 1] : rest
  if (shape.length !== 3 && shape.length !== 1) {
    throw new DataError(`${file}: x_${split} has ${images.shape.length} dimensions, not 2, 3 or 4`)
  }
  const values = Array.from(labels.data)
  const bad = values.findIndex((label) => !Number.isInteger(label) || label < 0)
  if (bad >= 0) throw new DataError(`${file}: y_${split}[${bad}] is ${values[bad]}, not a class`)
  if (values.length !== count) {
    throw new DataError(
      `${file}: there are ${count} images and ${values.length} labels for ${split}`,
    )
  }
  const length = shape.reduce((product, value) => product * value, 1)
  const scale = images.data instanceof Uint8Array ? 255 : 1
  const stored: StoredInMemory = {
    labels: Int32Array.from(values),
    image(index, to) {
      const start = index * length
      for (let i = 0; i < length; i++) to[i] = (images.data[start + i] as number) / scale
    },
  }
  return { shape, stored }
}

function maximum(all: readonly Int32Array[]): number {
  return all.reduce((most, labels) => labels.reduce((a, b) => Math.max(a, b), most), 0)
}
