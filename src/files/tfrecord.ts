/**
 * @file TFRecord, TensorFlow's file of binary records. A record is its length (8 bytes), the checksum of the
 * length (4), the content, and the checksum of the content (4), all little-endian. The checksum is a masked
 * CRC32C. Source: https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details
 */

import { FileError } from './regular-file.js'

const head = 12
const tail = 4

export function tfRecord(content: Uint8Array): Uint8Array {
  const record = Buffer.alloc(head + content.length + tail)
  record.writeBigUInt64LE(BigInt(content.length), 0)
  record.writeUInt32LE(maskedCrc32c(record.subarray(0, 8)), 8)
  record.set(content, head)
  record.writeUInt32LE(maskedCrc32c(content), head + content.length)
  return record
}

/**
 * The contents of the records in a file.
 * @throws FileError if the file is no TFRecord, is damaged, or ends within a record
 */
export function tfRecords(file: Buffer): Buffer[] {
  const records: Buffer[] = []
  for (let at = 0; at < file.length;) {
    const place = `record ${records.length + 1}, at byte ${at}`
    if (at + head > file.length) throw new FileError(`it ends within ${place}`)
    if (file.readUInt32LE(at + 8) !== maskedCrc32c(file.subarray(at, at + 8))) {
      throw new FileError(
        at === 0 ? 'it is not a TFRecord file' : `${place} is damaged: its checksum is wrong`,
      )
    }
    const length = Number(file.readBigUInt64LE(at))
    const end = at + head + length
    if (end + tail > file.length) throw new FileError(`it ends within ${place}`)
    const content = file.subarray(at + head, end)
    if (file.readUInt32LE(end) !== maskedCrc32c(content)) {
      throw new FileError(`${place} is damaged: its checksum is wrong`)
    }
    records.push(content)
    at = end + tail
  }
  return records
}

/** The reflected polynomial of CRC32C. */
const polynomial = 0x82f63b78
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1
  return value
})

/** The CRC32C of bytes, rotated and shifted so that checksums of data with checksums stay independent. */
export function maskedCrc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] ?? 0)
  crc = ~crc >>> 0
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0
}
