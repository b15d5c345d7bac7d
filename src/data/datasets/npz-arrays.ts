/** @file The arrays of an .npz file, which is a ZIP archive of .npy files. */

import { machineMemory } from '../../engine/machine.js'
import { FileError, type OpenFile, withRegularFile } from '../../files/regular-file.js'
import { DataError } from '../../kinds/dataset.js'
import { some } from '../../text/amounts.js'
import { formatBytes } from '../../text/bytes.js'
import { type NpyArray, NpyError, NpyReader } from '../files/npy.js'
import { type ZipEntry, ZipError, readEntry, zipEntries } from '../files/zip.js'

const arrayNames = ['x_train', 'y_train', 'x_test', 'y_test'] as const

export type ArrayName = (typeof arrayNames)[number]

export interface Arrays extends Record<ArrayName, NpyArray> {
  /** Names of arrays that are not used. */
  unused: string[]
}

const savez =
  'numpy.savez("set.npz", x_train=x_train, y_train=y_train, x_test=x_test, y_test=y_test)'

/**
 * Reads the arrays.
 * @throws DataError that names the wrong array and a remedy
 */
export function readArrays(file: string): Arrays {
  try {
    return withRegularFile(file, (open) => arraysOf(file, open))
  } catch (error) {
    if (error instanceof FileError) throw new DataError(`${file} cannot be read: ${error.message}`)
    if (error instanceof ZipError) {
      throw new DataError(`${file} is not a whole .npz file: ${error.message}; save it again`)
    }
    throw error
  }
}

function arraysOf(file: string, open: OpenFile): Arrays {
  assertArchive(file, open)
  const entries = zipEntries(open)
  const names = entries.map(({ name }) => name.replace(/\.npy$/, ''))
  const entryOf = (wanted: ArrayName) => {
    const found = entries.filter((_, index) => names[index] === wanted)
    if (found.length > 1) throw new DataError(`${file} holds ${wanted} twice; save it again`)
    return found[0]
  }
  const missing = arrayNames.filter((name) => entryOf(name) === undefined)
  if (missing.length > 0) {
    const found = names.length === 0 ? 'nothing' : some(names)
    throw new DataError(
      `${file} must hold x_train, y_train, x_test and y_test; it holds ${found}, and lacks ${missing.join(', ')}; save it by ${savez}`,
    )
  }
  const wanted = arrayNames.map((name) => [name, entryOf(name) as ZipEntry] as const)
  const size = wanted.reduce((sum, [, entry]) => sum + entry.size, 0)
  if (size > machineMemory()) {
    const [needed, there] = [formatBytes(size), formatBytes(machineMemory())]
    throw new DataError(
      `${file}: its arrays take ${needed}, and this machine has ${there} of memory; save fewer images, or as uint8`,
    )
  }
  const arrays = wanted.map(([name, entry]) => [name, readArray(file, name, open, entry)])
  return {
    ...(Object.fromEntries(arrays) as Record<ArrayName, NpyArray>),
    unused: names.filter((name) => !arrayNames.some((one) => one === name)),
  }
}

function readArray(file: string, name: string, open: OpenFile, entry: ZipEntry): NpyArray {
  try {
    const reader = new NpyReader(entry.size)
    readEntry(open, entry, (bytes) => reader.push(bytes))
    return reader.end()
  } catch (error) {
    if (error instanceof NpyError) throw new DataError(`${file}: ${name} ${error.message}`)
    if (error instanceof ZipError) {
      throw new DataError(`${file}: ${name} cannot be read: ${error.message}; save it again`)
    }
    throw error
  }
}

/** Rejects common mistakes: files that are not an archive of arrays. */
function assertArchive(file: string, open: OpenFile): void {
  if (open.size === 0) throw new DataError(`${file} is empty; save it by ${savez}`)
  const start = open.read(0, Math.min(open.size, 8)).toString('latin1')
  const found = start.startsWith('\x93NUMPY')
    ? 'one array (.npy)'
    : start.startsWith('\x89HDF')
      ? 'an HDF5 file'
      : start.startsWith('\x80')
        ? 'a Python pickle'
        : start.startsWith('\x1f\x8b')
          ? 'a gzipped file'
          : undefined
  if (found === undefined) return
  throw new DataError(`${file} is ${found}, not an .npz file; save its arrays by ${savez}`)
}

/** Formats a shape like NumPy: `(4, 28, 28)`. */
export function formatTuple(shape: readonly number[]): string {
  return `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`
}
