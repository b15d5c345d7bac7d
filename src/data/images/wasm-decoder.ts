/** @file Loading in Node of the decoders of @jsquash, which are made for browsers. */

import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

/** Decodes bytes to red, green, blue and alpha. */
export type Decoder = (
  bytes: Uint8Array,
) => Promise<{ width: number; height: number; data: Uint8ClampedArray }>

/**
 * @param file the decoder's WebAssembly, as imported
 * @param complain receives the decoder's messages about a picture
 */
export async function loadDecoder(
  file: string,
  { decode, init }: { decode: unknown; init: unknown },
  complain: (text: string) => void = () => undefined,
): Promise<Decoder> {
  const { WebAssembly } = globalThis as unknown as {
    WebAssembly: { compile(bytes: Uint8Array): Promise<unknown> }
  }
  const bytes = await readFile(createRequire(import.meta.url).resolve(file))
  const start = init as (module: unknown, options: object) => Promise<void>
  await start(await WebAssembly.compile(bytes), { printErr: complain })
  return decode as Decoder
}
