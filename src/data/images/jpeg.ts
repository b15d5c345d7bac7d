/** @file JPEG decoder: MozJPEG in WebAssembly, with identical pixels on every machine. */

import { type Picture, assertSize, withoutAlpha } from './picture.js'
import { type Decoder, loadDecoder } from './wasm-decoder.js'

let decoder: Promise<Decoder> | undefined
/** The decoder's messages about the current picture. */
let complaints: string[] = []
/** The current decoding. There is only one at a time, so that all complaints belong to it. */
let decoding: Promise<unknown> = Promise.resolve()

/** @throws Error with the problem of the bytes */
export async function decodeJpeg(bytes: Buffer): Promise<Picture> {
  const { width, height, colors } = frameOf(bytes)
  assertSize(width, height)
  if (colors === 4) return decodeInks(bytes)
  const picture = decoding.then(() => decodeColors(bytes))
  decoding = picture.catch(() => undefined)
  return picture
}

interface Frame {
  width: number
  height: number
  /** 1 for grey, 3 for colours, 4 for inks. */
  colors: number
}

/** The size in the frame header. */
function frameOf(bytes: Buffer): Frame {
  for (let at = 2; at + 10 <= bytes.length;) {
    const marker = bytes[at + 1] as number
    // Fill bytes and stray bytes may lie between segments.
    if (bytes[at] !== 0xff || marker === 0xff || marker === 0) {
      at++
      continue
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) {
      const [height, width] = [bytes.readUInt16BE(at + 5), bytes.readUInt16BE(at + 7)]
      return { width, height, colors: bytes[at + 9] as number }
    }
    const alone = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)
    at += alone ? 2 : 2 + bytes.readUInt16BE(at + 2)
  }
  throw new Error('it ends before it says how large it is')
}

/** Decodes cyan, magenta, yellow and black, which a few files of ImageNet have and MozJPEG does not convert. */
async function decodeInks(bytes: Buffer): Promise<Picture> {
  const { decode } = await import('jpeg-js')
  const options = { useTArray: true, formatAsRGBA: false, tolerantDecoding: false } as const
  const { width, height, data } = decode(bytes, options)
  return { width, height, data }
}

async function decodeColors(bytes: Uint8Array): Promise<Picture> {
  decoder ??= loadJpegDecoder()
  const decode = await decoder
  complaints = []
  const { width, height, data } = await decode(bytes).catch((error: unknown) => {
    throw new Error(complaints.at(-1) ?? reasonOf(error), { cause: error })
  })
  // The decoder fills missing data with grey. Other complaints concern harmless excess bytes.
  const truncated = complaints.find((text) => text.includes('Premature end'))
  if (truncated !== undefined) throw new Error(truncated)
  return withoutAlpha(width, height, data)
}

function reasonOf(error: unknown): string {
  const { message } = error as { message?: unknown }
  return typeof message === 'string' ? message : String(error)
}

async function loadJpegDecoder(): Promise<Decoder> {
  const { default: decode, init } = await import('@jsquash/jpeg/decode.js')
  return loadDecoder('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm', { decode, init }, (text) =>
    complaints.push(text),
  )
}
