/**
 * @file The entries of a ZIP archive, one after another and in parts: never more is unpacked than is needed and than
 * the archive announces. Libraries do this only asynchronously, and specs are checked synchronously.
 */

import { Inflate } from 'fflate'
import type { OpenFile } from '../../files/regular-file.js'
import { crc32 } from './crc32.js'

export interface ZipEntry {
  name: string
  /** Unpacked, in bytes, as the archive announces it. */
  size: number
  packed: number
  /** 0 is stored, 8 is deflated; others are not supported. */
  method: number
  encrypted: boolean
  crc: number
  /** The place of the entry's own header. */
  start: number
}

/** The file is no ZIP archive, or a damaged one; the message follows its name. */
export class ZipError extends Error {}

const endLength = 22
const longestComment = 65_535
/** The directory of more than 100,000 files. */
const longestDirectory = 2 ** 24
/** So many bytes are unpacked at a time; deflated zeros grow by a factor of 1,032. */
const packedAtOnce = 2 ** 14
/** The value of a field whose number needs more than 32 bits. */
const elsewhere = 0xffffffff

/** @throws ZipError */
export function zipEntries(file: OpenFile): ZipEntry[] {
  const { at, size } = directoryOf(file)
  if (size > longestDirectory || at + size > file.size) throw new ZipError('it is damaged')
  const directory = file.read(at, size)
  const entries: ZipEntry[] = []
  for (let place = 0; place + 46 <= size && directory.readUInt32LE(place) === 0x02014b50;) {
    const [named, extra, comment] = [28, 30, 32].map((by) => directory.readUInt16LE(place + by))
    const nameEnd = place + 46 + (named ?? 0)
    const extraEnd = nameEnd + (extra ?? 0)
    if (extraEnd > size) throw new ZipError('it is damaged')
    const wide = wideFields(directory.subarray(nameEnd, extraEnd))
    const field = (by: number) => {
      const value = directory.readUInt32LE(place + by)
      return value === elsewhere ? wide() : value
    }
    // In the order in which the extra field has those that are too large.
    const [unpacked, packed, start] = [field(24), field(20), field(42)]
    entries.push({
      name: directory.toString('utf8', place + 46, nameEnd),
      size: unpacked,
      packed,
      method: directory.readUInt16LE(place + 10),
      encrypted: (directory.readUInt16LE(place + 8) & 1) !== 0,
      crc: directory.readUInt32LE(place + 16),
      start,
    })
    place = extraEnd + (comment ?? 0)
  }
  return entries
}

/** The place of the list of entries, from the end of the archive. */
function directoryOf(file: OpenFile): { at: number; size: number } {
  if (file.size < 4 || file.read(0, 2).toString('latin1') !== 'PK') {
    throw new ZipError('it does not begin as a ZIP archive')
  }
  const length = Math.min(file.size, endLength + longestComment)
  const tail = file.read(file.size - length, length)
  for (let end = length - endLength; end >= 0; end--) {
    if (tail.readUInt32LE(end) !== 0x06054b50) continue
    const [size, at] = [tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)]
    if (size !== elsewhere && at !== elsewhere) return { at, size }
    // A locator before it says where the end of the wide form stands.
    const locator = end - 20
    if (locator < 0 || tail.readUInt32LE(locator) !== 0x07064b50) break
    const wide = file.read(number64(tail, locator + 8), 56)
    return { at: number64(wide, 48), size: number64(wide, 40) }
  }
  throw new ZipError('it ends too early')
}

/** The 64-bit numbers of an entry's extra field, one at each call. */
function wideFields(extra: Buffer): () => number {
  let at = 0
  let end = 0
  for (let place = 0; place + 4 <= extra.length; place += 4 + extra.readUInt16LE(place + 2)) {
    if (extra.readUInt16LE(place) !== 1) continue
    at = place + 4
    end = Math.min(extra.length, at + extra.readUInt16LE(place + 2))
  }
  return () => {
    if (at + 8 > end) throw new ZipError('it is damaged')
    at += 8
    return number64(extra, at - 8)
  }
}

function number64(bytes: Buffer, at: number): number {
  return Number(bytes.readBigUInt64LE(at))
}

/**
 * Unpacks an entry.
 * @param sink told of its bytes, part by part
 * @throws ZipError where they are not what the archive announces; no more of them are unpacked then
 */
export function readEntry(
  file: OpenFile,
  entry: ZipEntry,
  sink: (bytes: Uint8Array) => void,
): void {
  const { size, packed, method, encrypted, crc, start } = entry
  if (encrypted) throw new ZipError('it is encrypted')
  if (method !== 0 && method !== 8) throw new ZipError(`it is compressed by method ${method}`)
  const header = file.read(start, 30)
  if (header.readUInt32LE(0) !== 0x04034b50) throw new ZipError('it is damaged')
  const from = start + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  let [length, sum] = [0, 0]
  const take = (bytes: Uint8Array) => {
    length += bytes.length
    if (length > size) throw new ZipError(`it holds more than the ${size} bytes it announces`)
    sum = crc32(bytes, sum)
    sink(bytes)
  }
  const inflate = method === 8 ? new Inflate(take) : undefined
  for (let at = 0; at < packed || at === 0; at += packedAtOnce) {
    const bytes = file.read(from + at, Math.min(packedAtOnce, packed - at))
    if (inflate) orZipError(() => inflate.push(bytes, at + packedAtOnce >= packed))
    else take(bytes)
  }
  if (length < size) throw new ZipError(`it holds ${length} of the ${size} bytes it announces`)
  if (sum !== crc) throw new ZipError('it is damaged: its checksum is wrong')
}

function orZipError(work: () => void): void {
  try {
    work()
  } catch (error) {
    // Of the inflation alone, which has codes; what a sink throws is its own.
    if (error instanceof Error && 'code' in error && typeof error.code === 'number') {
      throw new ZipError(`it is damaged: ${error.message}`)
    }
    throw error
  }
}
