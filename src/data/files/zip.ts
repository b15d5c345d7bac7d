/**
 * @file Synchronous, streaming reading of ZIP archives. Libraries are only asynchronous, and specs are checked
 * synchronously. At most the announced size is unpacked.
 */

import { Inflate } from 'fflate'
import type { OpenFile } from '../../files/regular-file.js'
import { crc32 } from './crc32.js'

export interface ZipEntry {
  name: string
  /** Size of the unpacked entry in bytes, as the archive announces it. */
  size: number
  packed: number
  /** 0 is stored, 8 is deflated; other methods are not supported. */
  method: number
  encrypted: boolean
  crc: number
  /** The offset of the entry's local header. */
  start: number
}

/** The file is no ZIP archive, or a damaged one; the message continues its name. */
export class ZipError extends Error {}

const endLength = 22
const longestComment = 65_535
/** The limit of the directory in bytes, for more than 100,000 files. */
const longestDirectory = 2 ** 24
/** The number of packed bytes that are inflated at a time; deflated zeros grow by a factor of 1,032. */
const packedAtOnce = 2 ** 14
/** The value of a 32-bit field whose number is in the ZIP64 extra field. */
const elsewhere = 0xffffffff

/**
 * Lists the entries.
 * @throws ZipError
 */
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
    // The extra field has those that are too large, in this order.
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

/** The offset and size of the directory, from the end of the archive. */
function directoryOf(file: OpenFile): { at: number; size: number } {
  if (file.size < 4 || file.read(0, 2).toString('latin1') !== 'PK') {
    throw new ZipError('it does not begin like a ZIP archive')
  }
  const length = Math.min(file.size, endLength + longestComment)
  const tail = file.read(file.size - length, length)
  for (let end = length - endLength; end >= 0; end--) {
    if (tail.readUInt32LE(end) !== 0x06054b50) continue
    const [size, at] = [tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)]
    if (size !== elsewhere && at !== elsewhere) return { at, size }
    // In a ZIP64 archive, a locator precedes this record and holds the offset of the wide form.
    const locator = end - 20
    if (locator < 0 || tail.readUInt32LE(locator) !== 0x07064b50) break
    const wide = file.read(number64(tail, locator + 8), 56)
    return { at: number64(wide, 48), size: number64(wide, 40) }
  }
  throw new ZipError('it ends too early')
}

/** Returns the 64-bit numbers of an entry's extra field, one at each call. */
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
 * @param sink receives its bytes, part by part
 * @throws ZipError if they differ from what the archive announces; then no more of them are unpacked
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
    // Only errors of the inflation have numeric codes; errors of the sink pass through.
    if (error instanceof Error && 'code' in error && typeof error.code === 'number') {
      throw new ZipError(`it is damaged: ${error.message}`)
    }
    throw error
  }
}
