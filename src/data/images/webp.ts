/** @file WebP decoder: libwebp in WebAssembly, with identical pixels on every machine. */

import { type Picture, assertSize, withoutAlpha } from './picture.js'
import { type Decoder, loadDecoder } from './wasm-decoder.js'

let decoder: Promise<Decoder> | undefined

/** @throws Error with the problem of the bytes */
export async function decodeWebp(bytes: Buffer): Promise<Picture> {
  const { width, height, animated } = sizeOf(bytes)
  assertSize(width, height)
  if (animated) throw new Error('it is animated')
  decoder ??= loadWebpDecoder()
  const decode = await decoder
  const picture = await decode(bytes).catch((error: unknown) => {
    throw new Error('it is damaged, or ends too early', { cause: error })
  })
  return withoutAlpha(picture.width, picture.height, picture.data)
}

/** The size from the first chunk of a lossy, a lossless, or an extended file. */
function sizeOf(bytes: Buffer): { width: number; height: number; animated: boolean } {
  if (bytes.length < 30) throw new Error('it ends too early')
  const side = (at: number) => bytes.readUInt16LE(at) & 0x3fff
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return { width: side(26), height: side(28), animated: false }
    case 'VP8L': {
      const both = bytes.readUInt32LE(21)
      return { width: 1 + (both & 0x3fff), height: 1 + ((both >>> 14) & 0x3fff), animated: false }
    }
    default: {
      const animated = ((bytes[20] as number) & 0x02) !== 0
      return { width: 1 + bytes.readUIntLE(24, 3), height: 1 + bytes.readUIntLE(27, 3), animated }
    }
  }
}

async function loadWebpDecoder(): Promise<Decoder> {
  const { default: decode, init } = await import('@jsquash/webp/decode.js')
  return loadDecoder('@jsquash/webp/codec/dec/webp_dec.wasm', { decode, init })
}
