/**
 * @file PNG and JPEG files to pixels, by their content, whatever their names say. A note in them that
 * the camera was turned is left alone, as it is by torchvision and TensorFlow.
 */

import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { DataError } from '../../kinds/dataset.js'
import { assertSum, sumOf } from '../files/sums.js'

/** Red, green and blue bytes, row by row. */
export interface Picture {
  width: number
  height: number
  data: Uint8Array
}

/**
 * @param sum the SHA-256 that the file should have, where it is known
 * @throws DataError where the file is not a whole picture, or another than its sum says
 */
export async function readPicture(file: string, sum?: string): Promise<Picture> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new DataError(`${file} cannot be read: ${reasonOf(error)}; replace or remove it`)
  })
  if (sum !== undefined) assertSum(file, sumOf(bytes), sum)
  const isPng = bytes.subarray(0, 4).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47]))
  const isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8
  try {
    if (isPng) return await decodePng(bytes)
    if (isJpeg) return colorsOf(bytes) === 4 ? await decodeInks(bytes) : await decodeJpeg(bytes)
  } catch (error) {
    throw new DataError(`${file} cannot be read: ${reasonOf(error)}; replace or remove it`)
  }
  throw new DataError(`${file} is neither PNG nor JPEG; replace or remove it`)
}

async function decodePng(bytes: Uint8Array): Promise<Picture> {
  const { decode } = await import('fast-png')
  const { width, height, data, channels, depth, palette } = decode(bytes, { checkCrc: true })
  const pixels = width * height
  const rgb = new Uint8Array(3 * pixels)
  const perPixel = palette ? 1 : channels
  // Depths below 8 come packed; they are rare enough to be turned away with a reason.
  if (depth < 8) throw new Error(`it has ${depth} bits a channel, and 8 or 16 are read`)
  const shift = depth === 16 ? 8 : 0
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      const at = pixel * perPixel + (perPixel < 3 ? 0 : channel)
      const value = data[at] as number
      rgb[3 * pixel + channel] = palette ? (palette[value]?.[channel] ?? 0) : value >> shift
    }
  }
  return { width, height, data: rgb }
}

/** How many colours a JPEG file's frame header announces: 1 grey, 3 for colours, 4 for inks; 0 without one. */
function colorsOf(bytes: Buffer): number {
  for (
    let at = 2;
    at + 9 < bytes.length && bytes[at] === 0xff;
    at += 2 + bytes.readUInt16BE(at + 2)
  ) {
    const marker = bytes[at + 1] as number
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return bytes[at + 9] as number
  }
  return 0
}

/** Cyan, magenta, yellow and black, of which ImageNet has a few, and which MozJPEG does not turn into colours. */
async function decodeInks(bytes: Buffer): Promise<Picture> {
  const { decode } = await import('jpeg-js')
  const options = { useTArray: true, formatAsRGBA: false, tolerantDecoding: false } as const
  const { width, height, data } = decode(bytes, options)
  return { width, height, data }
}

type JpegDecoder = (
  bytes: Uint8Array,
) => Promise<{ width: number; height: number; data: Uint8ClampedArray }>

let jpegDecoder: Promise<JpegDecoder> | undefined
/** What the decoder had to say of the picture under way. */
let complaints: string[] = []
/** The one under way: one at a time, so that complaints are of it alone. */
let decoding: Promise<unknown> = Promise.resolve()

function decodeJpeg(bytes: Uint8Array): Promise<Picture> {
  const picture = decoding.then(() => decodeOneJpeg(bytes))
  decoding = picture.catch(() => undefined)
  return picture
}

async function decodeOneJpeg(bytes: Uint8Array): Promise<Picture> {
  jpegDecoder ??= loadJpegDecoder()
  const decode = await jpegDecoder
  complaints = []
  const picture = await decode(bytes).catch((error: unknown) => {
    throw new Error(complaints.at(-1) ?? reasonOf(error), { cause: error })
  })
  // The decoder fills what is missing with grey; other complaints are of harmless excess bytes.
  const truncated = complaints.find((text) => text.includes('Premature end'))
  if (truncated !== undefined) throw new Error(truncated)
  const { width, height, data } = picture
  const rgb = new Uint8Array(3 * width * height)
  for (let pixel = 0; pixel < width * height; pixel++) {
    rgb[3 * pixel] = data[4 * pixel] as number
    rgb[3 * pixel + 1] = data[4 * pixel + 1] as number
    rgb[3 * pixel + 2] = data[4 * pixel + 2] as number
  }
  return { width, height, data: rgb }
}

/** MozJPEG in WebAssembly: the same pixels on every machine. */
async function loadJpegDecoder(): Promise<JpegDecoder> {
  const { default: decode, init } = await import('@jsquash/jpeg/decode.js')
  const file = createRequire(import.meta.url).resolve('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm')
  const { WebAssembly } = globalThis as unknown as {
    WebAssembly: { compile(bytes: Uint8Array): Promise<unknown> }
  }
  const start = init as (module: unknown, options: object) => Promise<void>
  await start(await WebAssembly.compile(await readFile(file)), {
    printErr: (text: string) => complaints.push(text),
  })
  return decode as unknown as JpegDecoder
}

function reasonOf(error: unknown): string {
  const { message } = error as { message?: unknown }
  return typeof message === 'string' ? message : String(error)
}
