/** @file Reading of regular files only, since a pipe could block without end and a device has no end. */

import {
  type Stats,
  closeSync,
  constants,
  openSync,
  readFileSync,
  readSync,
  statSync,
} from 'node:fs'
import { formatBytes } from '../text/bytes.js'
import { systemReason } from './system-errors.js'

/** The reason why a file cannot be read; the message follows the file's name and a colon: `there is no such file`. */
export class FileError extends Error {
  /** True if no file has that name. */
  get absent(): boolean {
    return ['ENOENT', 'ENOTDIR'].includes(String((this.cause as NodeJS.ErrnoException)?.code))
  }
}

/**
 * The size of a regular file, in bytes; links are followed.
 * @throws FileError if the file is absent or not a regular file
 */
export function regularFileSize(file: string): number {
  const stats = orFileError(() => statSync(file))
  if (!stats.isFile()) throw new FileError(`it is ${kindOf(stats)}, not a file`)
  return stats.size
}

/**
 * Reads a complete regular file.
 * @param most the largest size that is accepted, in bytes
 * @throws FileError
 */
export function readRegularFile(file: string, most: number): Buffer {
  const size = regularFileSize(file)
  if (size > most) {
    throw new FileError(`it has ${formatBytes(size)}, more than the ${formatBytes(most)} allowed`)
  }
  return withDescriptor(file, (descriptor) => orFileError(() => readFileSync(descriptor)))
}

/** An open regular file, which is read in parts. */
export interface OpenFile {
  /** The size of the file, in bytes. */
  size: number
  /** @throws FileError if the file ends before these bytes do */
  read(start: number, length: number): Buffer
}

/**
 * Opens a regular file for as long as `use` runs.
 * @throws FileError
 */
export function withRegularFile<T>(file: string, use: (open: OpenFile) => T): T {
  const size = regularFileSize(file)
  return withDescriptor(file, (descriptor) => {
    const read = (start: number, length: number) => {
      if (start < 0 || start + length > size) throw new FileError('it ends too early')
      const bytes = Buffer.allocUnsafe(length)
      for (let done = 0; done < length;) {
        const count = orFileError(() =>
          readSync(descriptor, bytes, done, length - done, start + done),
        )
        if (count === 0) throw new FileError('it ends too early')
        done += count
      }
      return bytes
    }
    return use({ size, read })
  })
}

function withDescriptor<T>(file: string, use: (descriptor: number) => T): T {
  // Avoids blocking if a pipe has replaced the file in the meantime. Windows lacks this flag and does not need it.
  const flags = constants.O_RDONLY | constants.O_NONBLOCK
  const descriptor = orFileError(() => openSync(file, flags))
  try {
    return use(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a folder'
  if (stats.isFIFO()) return 'a pipe'
  if (stats.isSocket()) return 'a socket'
  return 'a device'
}

const reasons: Record<string, string> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file: a part of its path is not a folder',
}

function orFileError<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException
    const reason = reasons[code] ?? systemReason(error) ?? message
    throw new FileError(reason, { cause: error })
  }
}
