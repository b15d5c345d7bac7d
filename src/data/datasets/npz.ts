import { statSync } from 'node:fs'
import { DataError, type DatasetDescription, defineDataset } from '../../kinds/dataset.js'
import { path as pathParameter } from '../../kinds/parameter.js'
import { fileSum } from '../files/sums.js'
import { readArrays } from './npz-arrays.js'
import { type ArraySplits, splitsOf } from './npz-splits.js'

/**
 * NumPy's `savez(x_train=…, y_train=…, x_test=…, y_test=…)`, as Keras keeps MNIST. Images are [n, height,
 * width], [n, height, width, channels], [n, channels, height, width] with 1 or 3 channels, or [n,
 * length]; uint8 is divided by 255, other numbers are taken as they are. Labels are whole numbers from 0.
 */
export const npz = defineDataset({
  name: 'npz',
  summary: 'your own arrays, in a file of NumPy',
  source: 'https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html',
  parameters: { path: pathParameter({ doc: 'the file, beside the spec or below GENSPEC_DATA' }) },

  describe: (_parameters, file = '') => read(file).description,

  async locate(_parameters, file = '') {
    const { reading } = read(file)
    return { found: true, folder: file, fingerprint: `npz ${await fileSum(file)}${reading}` }
  },

  load: async (_parameters, file) => read(file).contents(),
})

interface Known {
  /** Tells states of the file apart. */
  key: string
  description: DatasetDescription
  /** The way the file is read if it is not the usual one: besides the content, it decides the numbers. */
  reading: string
  contents(): ArraySplits
}

/** The file read last, as describing and loading it follow each other. */
let last: Known | undefined

/** @throws DataError */
function read(file: string): Known {
  const { size, mtimeMs } = statSync(file, { throwIfNoEntry: false }) ?? {}
  if (size === undefined) throw new DataError(`there is no file ${file}`)
  const key = `${file} ${size} ${mtimeMs}`
  if (last?.key === key) return last
  const splits = splitsOf(file, readArrays(file))
  // Its pixels are let go where the memory is needed, and read again.
  const kept = new WeakRef(splits)
  const { description, reading } = splits
  const contents = () => kept.deref() ?? splitsOf(file, readArrays(file))
  last = { key, description, reading, contents }
  return last
}
