/** @file Opens regular files alone: reading a pipe waits for ever, and a device has no end. */

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

/** Why a file cannot be read, in words that follow its name and a colon: `there is no such file`. */
export class FileError extends Error {
  /** Whether there is nothing of that name. */
  get absent(): boolean {
    return ['ENOENT', 'ENOTDIR'].includes(String((this.cause as NodeJS.ErrnoException)?.code))
  }
}

/**
 * The size of a regular file, in bytes; links are followed.
 * @throws FileError where it is something else or there is none
 */
export function regularFileSize(file: string): number {
  const stats = orFileError(() => statSync(file))
  if (!stats.isFile()) throw new FileError(`it is ${kindOf(stats)}, not a file`)
  return stats.size
}

/**
 * The whole of a regular file.
 * @param most bytes that it may have
 * @throws FileError
 */
export function readRegularFile(file: string, most: number): Buffer {
  const size = regularFileSize(file)
  if (size > most) {
    throw new FileError(`it has ${formatBytes(size)}, more than the ${formatBytes(most)} allowed`)
  }
  return withDescriptor(file, (descriptor) => orFileError(() => readFileSync(descriptor)))
}

/** A regular file that is not read at once. */
export interface OpenFile {
  /** In bytes. */
  size: number
  /** @throws FileError where the file does not have these bytes */
  read(start: number, length: number): Buffer
}

/**
 * Opens a regular file for as long as it is used.
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
  // Not to wait, should a pipe have taken its place meanwhile; Windows has no such flag and needs none.
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
