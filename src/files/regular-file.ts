/** @file Opens regular files alone: reading a pipe waits for ever, and a device has no end. */

import { type Stats, closeSync, constants, openSync, readFileSync, statSync } from 'node:fs'
import { formatBytes } from '../text/bytes.js'
import { systemReason } from './system-errors.js'

/** Why a file cannot be read, in words that follow its name and a colon: `there is no such file`. */
export class FileError extends Error {}

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
  return orFileError(() => {
    // Not to wait, should a pipe have taken its place meanwhile; Windows has no such flag and needs none.
    const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK)
    try {
      return readFileSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
  })
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
    throw new FileError(reasons[code] ?? systemReason(error) ?? message)
  }
}
