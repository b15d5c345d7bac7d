/** @file PNG files of every kind, for what libraries do not write. */

import { deflateSync } from 'node:zlib'
import { crc32 } from '../../src/data/files/crc32.js'

export interface PngKind {
  width: number
  height: number
  depth: 1 | 2 | 4 | 8 | 16
  /** 0 grey, 2 colours, 3 palette, 4 grey with transparency, 6 colours with it. */
  colorType: 0 | 2 | 3 | 4 | 6
  interlaced?: boolean
  palette?: readonly (readonly number[])[]
}

export const samplesOf = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 } as const

export function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

export function header({ width, height, depth, colorType, interlaced = false }: PngKind): Buffer {
  const data = Buffer.alloc(13)
  data.writeUInt32BE(width, 0)
  data.writeUInt32BE(height, 4)
  data.set([depth, colorType, 0, 0, interlaced ? 1 : 0], 8)
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', data)])
}

/** @param sample the value of a sample: row, column, channel */
export function pngOf(
  kind: PngKind,
  sample: (row: number, column: number, channel: number) => number,
): Buffer {
  const { width, height, depth, colorType, palette, interlaced = false } = kind
  const lines: Buffer[] = []
  // Adam7, as the specification has it: first row and column, and steps.
  const passes = interlaced
    ? [
        [0, 0, 8, 8],
        [0, 4, 8, 8],
        [4, 0, 8, 4],
        [0, 2, 4, 4],
        [2, 0, 4, 2],
        [0, 1, 2, 2],
        [1, 0, 2, 1],
      ]
    : [[0, 0, 1, 1]]
  for (const [top = 0, left = 0, down = 1, right = 1] of passes) {
    if (left >= width) continue
    for (let row = top; row < height; row += down) {
      let bits = ''
      for (let column = left; column < width; column += right) {
        for (let channel = 0; channel < samplesOf[colorType]; channel++) {
          bits += sample(row, column, channel).toString(2).padStart(depth, '0')
        }
      }
      const bytes = bits.match(/.{1,8}/g) ?? []
      lines.push(Buffer.from([0, ...bytes.map((byte) => parseInt(byte.padEnd(8, '0'), 2))]))
    }
  }
  return Buffer.concat([
    header(kind),
    ...(palette ? [chunk('PLTE', Buffer.from(palette.flat()))] : []),
    chunk('IDAT', deflateSync(Buffer.concat(lines))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
