/** @file CRC-32, the checksum of PNG chunks and of ZIP entries. */

import zlib from 'node:zlib'

/** @param before the checksum of the preceding bytes */
export type Crc32 = (bytes: Uint8Array, before?: number) => number

/** Node has the function from versions 20.15 and 22.2 on. */
export const crc32: Crc32 = (zlib as { crc32?: Crc32 }).crc32 ?? crc32Here

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

export function crc32Here(bytes: Uint8Array, before = 0): number {
  let value = ~before
  for (let i = 0; i < bytes.length; i++) {
    value = (value >>> 8) ^ (table[(value ^ (bytes[i] as number)) & 0xff] as number)
  }
  return ~value >>> 0
}
