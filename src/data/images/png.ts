/**
 * @file PNG decoder for every depth, colour type and interlacing. The available libraries either misread
 * interlaced pictures of fewer than 8 bits, or inflate without a limit. This decoder is bounded by the
 * announced size, and skips chunks other than pixels.
 */

import { constants, inflateSync } from 'node:zlib'
import { crc32 } from '../files/crc32.js'
import { type Picture, assertSize } from './picture.js'

interface Header {
  width: number
  height: number
  /** Bits per sample. */
  depth: number
  color: Color
  interlaced: boolean
}

interface Color {
  samples: number
  depths: readonly number[]
  palette?: true
}

/** Colour types by number; alpha samples come last and are skipped. */
const colors: Record<number, Color> = {
  0: { samples: 1, depths: [1, 2, 4, 8, 16] },
  2: { samples: 3, depths: [8, 16] },
  3: { samples: 1, depths: [1, 2, 4, 8], palette: true },
  4: { samples: 2, depths: [8, 16] },
  6: { samples: 4, depths: [8, 16] },
}

const signatureLength = 8
/** The limit of bytes that no pixel needs; some encoders add a few. */
const mostExcess = 65_536
/** Adam7: the first column and row of each pass, and the distances between columns and between rows. */
const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const
const wholePicture = [[0, 0, 1, 1]] as const

/** @throws Error with the problem of the bytes */
export function decodePng(bytes: Buffer): Picture {
  const { header, palette, packed } = readChunks(bytes)
  const { width, height, depth, color, interlaced } = header
  const bits = depth * color.samples
  const passes = (interlaced ? adam7 : wholePicture).flatMap(([x, y, right, down]) => {
    const [columns, rows] = [Math.ceil((width - x) / right), Math.ceil((height - y) / down)]
    return columns > 0 && rows > 0 ? [{ x, y, right, down, columns, rows }] : []
  })
  const lineOf = (columns: number) => Math.ceil((columns * bits) / 8)
  const expected = passes.reduce((sum, { columns, rows }) => sum + rows * (1 + lineOf(columns)), 0)
  const raw = inflate(packed, expected)
  const data = new Uint8Array(3 * width * height)
  const distance = Math.max(1, bits >> 3)
  let start = 0
  for (const { x, y, right, down, columns, rows } of passes) {
    const length = lineOf(columns)
    let before: Uint8Array = new Uint8Array(length)
    for (let row = 0; row < rows; row++) {
      const line = raw.subarray(start + 1, start + 1 + length)
      unfilter(raw[start] as number, line, before, distance)
      const target = 3 * ((y + row * down) * width + x)
      paint(line, columns, header, palette, data, target, 3 * right)
      before = line
      start += 1 + length
    }
  }
  return { width, height, data }
}

function readChunks(bytes: Buffer): { header: Header; palette: Buffer; packed: Buffer } {
  let header: Header | undefined
  let palette: Buffer = Buffer.alloc(0)
  const packed: Buffer[] = []
  for (let at = signatureLength; ;) {
    if (at + 12 > bytes.length) throw new Error('it ends too early')
    const end = at + 8 + bytes.readUInt32BE(at)
    if (end + 4 > bytes.length) throw new Error('it ends too early')
    const type = bytes.toString('latin1', at + 4, at + 8)
    if (crc32(bytes.subarray(at + 4, end)) !== bytes.readUInt32BE(end)) {
      throw new Error(`the checksum of its ${type} chunk is wrong`)
    }
    const chunk = bytes.subarray(at + 8, end)
    if (header === undefined) header = readHeader(type, chunk)
    else if (type === 'PLTE') palette = chunk
    else if (type === 'IDAT') packed.push(chunk)
    else if (type === 'IEND') return { header, palette, packed: Buffer.concat(packed) }
    at = end + 4
  }
}

function readHeader(type: string, chunk: Buffer): Header {
  if (type !== 'IHDR' || chunk.length !== 13) throw new Error('it has no header')
  const [width, height] = [chunk.readUInt32BE(0), chunk.readUInt32BE(4)]
  const [depth = 0, colorType = -1, compression, filter, interlace = 2] = chunk.subarray(8)
  assertSize(width, height)
  const color = colors[colorType]
  const known = color?.depths.includes(depth) && compression === 0 && filter === 0 && interlace < 2
  if (color === undefined || !known) {
    throw new Error(`its header is not one of PNG: ${chunk.subarray(8).toString('hex')}`)
  }
  return { width, height, depth, color, interlaced: interlace === 1 }
}

function inflate(packed: Buffer, expected: number): Buffer {
  let raw
  try {
    raw = inflateSync(packed, {
      maxOutputLength: expected + mostExcess,
      finishFlush: constants.Z_SYNC_FLUSH,
    })
  } catch (error) {
    const tooMuch = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
    if (tooMuch) throw new Error('it holds more pixels than it announces', { cause: error })
    throw error
  }
  if (raw.length < expected) throw new Error('it ends too early')
  return raw
}

/** @param distance bytes from a pixel to its left neighbour */
function unfilter(filter: number, line: Uint8Array, above: Uint8Array, distance: number): void {
  if (filter > 4) throw new Error(`it is damaged: there is no filter ${filter}`)
  if (filter === 0) return
  for (let i = 0; i < line.length; i++) {
    const left = i < distance ? 0 : (line[i - distance] as number)
    const up = above[i] as number
    let predicted = filter === 1 ? left : filter === 2 ? up : (left + up) >> 1
    if (filter === 4) {
      const corner = i < distance ? 0 : (above[i - distance] as number)
      // The distances from left + up - corner.
      const toLeft = Math.abs(up - corner)
      const toUp = Math.abs(left - corner)
      const toCorner = Math.abs(left + up - 2 * corner)
      predicted = toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner
    }
    line[i] = (line[i] as number) + predicted
  }
}

/** Converts a line of samples to bytes of red, green and blue. */
function paint(
  line: Uint8Array,
  columns: number,
  { depth, color: { samples, palette: indexed } }: Header,
  palette: Uint8Array,
  data: Uint8Array,
  target: number,
  step: number,
): void {
  const mask = (1 << depth) - 1
  const scale = 255 / mask
  const bytes = depth >> 3
  /** The distance between channels; grey is used for all three. */
  const apart = samples < 3 ? 0 : bytes
  for (let column = 0, to = target; column < columns; column++, to += step) {
    if (bytes > 0 && indexed === undefined) {
      // For a sample of two bytes, the high byte.
      const from = column * samples * bytes
      data[to] = line[from] as number
      data[to + 1] = line[from + apart] as number
      data[to + 2] = line[from + 2 * apart] as number
      continue
    }
    const bit = column * depth
    const value = ((line[bit >> 3] as number) >> (8 - depth - (bit & 7))) & mask
    for (let channel = 0; channel < 3; channel++) {
      data[to + channel] = indexed ? (palette[3 * value + channel] ?? 0) : value * scale
    }
  }
}
