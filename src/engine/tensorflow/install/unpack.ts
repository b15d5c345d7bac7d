/** @file Extraction of the needed entries of a wheel. */

import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import yauzl from 'yauzl'
import type { Entry, ZipFile } from 'yauzl'
import { TensorFlowError } from '../error.js'
import type { OnInstalledBytes } from './pip.js'

/** TensorFlow's two libraries, the headers that the addon includes, and CUDA's libraries and tools. */
const needed = [
  /^tensorflow\/libtensorflow_(cc|framework)\.[^/]+$/,
  /^tensorflow\/include\/(tensorflow\/)?(c|core\/platform|tsl\/(c|platform)|xla\/tsl\/c|compiler\/xla\/tsl\/c)\/.*\.h$/,
  /^nvidia\/[^/]+\/lib\/[^/]+\.so[^/]*$/,
  /^nvidia\/cuda_nvcc\/(bin\/ptxas|nvvm\/libdevice\/.*)$/,
]

export const isNeeded = (name: string) => needed.some((pattern) => pattern.test(name))

/** The number of bytes that {@link unpack} will write. */
export async function unpackedSize(wheel: string): Promise<number> {
  let bytes = 0
  await eachNeeded(wheel, (entry) => {
    bytes += entry.uncompressedSize
    return Promise.resolve()
  })
  return bytes
}

/** Writes a wheel's needed entries below a folder, streaming each one. */
export async function unpack(
  wheel: string,
  folder: string,
  progress: OnInstalledBytes,
): Promise<void> {
  let bytes = 0
  await eachNeeded(wheel, async (entry, zip) => {
    const path = join(folder, entry.fileName)
    await mkdir(dirname(path), { recursive: true })
    const open = promisify(zip.openReadStream.bind(zip)) as (
      entry: Entry,
    ) => Promise<NodeJS.ReadableStream>
    const source = await open(entry)
    source.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      progress(bytes)
    })
    await pipeline(source, createWriteStream(path, { mode: 0o755 })).catch((error: unknown) => {
      const { code } = error as NodeJS.ErrnoException
      throw code === undefined || code.startsWith('Z_') ? notAWheel(wheel, error as Error) : error
    })
  })
}

async function eachNeeded(
  wheel: string,
  visit: (entry: Entry, zip: ZipFile) => Promise<void>,
): Promise<void> {
  const zip = await openZip(wheel)
  await new Promise<void>((resolve, reject) => {
    zip.on('end', resolve).on('error', (error: Error) => {
      reject(notAWheel(wheel, error))
    })
    zip.on('entry', (entry: Entry) => {
      const work = isNeeded(entry.fileName) ? visit(entry, zip) : Promise.resolve()
      work.then(() => {
        zip.readEntry()
      }, reject)
    })
    zip.readEntry()
  }).finally(() => {
    zip.close()
  })
}

function openZip(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false }, (error, zip) => {
      if (error === null) resolve(zip)
      else reject(notAWheel(path, error))
    })
  })
}

const notAWheel = (path: string, cause: Error) =>
  new TensorFlowError(`${path} is not a whole wheel (${cause.message})`, 'download it again', {
    cause,
  })
