import { statSync } from 'node:fs'
import { DataError, type DatasetDescription, defineDataset } from '../../kinds/dataset.js'
import { path as pathParameter } from '../../kinds/parameter.js'
import { fileSum } from '../files/sums.js'
import { readArrays } from './npz-arrays.js'
import { type ArraySplits, splitsOf } from './npz-splits.js'

/**
 * A file of NumPy's `savez(x_train=…, y_train=…, x_test=…, y_test=…)`, the format in which Keras keeps MNIST.
 * Images are [n, height, width], [n, height, width, channels], [n, channels, height, width] with 1 or 3
 * channels, or [n, length]; uint8 is divided by 255, other numbers are not scaled. Labels are integers from 0.
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
  /** The path, size and modification time, to detect changes of the file. */
  key: string
  description: DatasetDescription
  /** The way in which the file is read, if it is unusual. Like the content, it decides the numbers. */
  reading: string
  contents(): ArraySplits
}

/** The last file, kept because it is described and then loaded. */
let last: Known | undefined

/**
 * Reads a file.
 * @throws DataError
 */
function read(file: string): Known {
  const { size, mtimeMs } = statSync(file, { throwIfNoEntry: false }) ?? {}
  if (size === undefined) throw new DataError(`there is no file ${file}`)
  const key = `${file} ${size} ${mtimeMs}`
  if (last?.key === key) return last
  const splits = splitsOf(file, readArrays(file))
  // The pixels may be garbage-collected; they are then read again.
  const kept = new WeakRef(splits)
  const { description, reading } = splits
  const contents = () => kept.deref() ?? splitsOf(file, readArrays(file))
  last = { key, description, reading, contents }
  return last
}
