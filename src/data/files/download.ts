/** @file Download of a file over HTTP: resumable, verified, and complete or absent. */

import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { DataError, type Download } from '../../kinds/dataset.js'
import { fileSum } from './sums.js'

/** Receives the number of bytes that are stored. */
export type OnBytes = (bytes: number) => void

const attempts = 4

/**
 * Downloads a file into a folder, and continues an earlier, interrupted download. It uses Node's `fetch`, so
 * that NODE_USE_ENV_PROXY=1 selects the proxy of HTTPS_PROXY in versions of Node that support it.
 * @returns its path
 * @throws DataError if the file is unavailable or differs from what was published; then nothing remains that
 *   could be taken for it
 */
export async function download(
  { url, sha256, bytes }: Download,
  folder: string,
  progress: OnBytes,
): Promise<string> {
  await mkdir(folder, { recursive: true })
  const file = path.join(folder, path.basename(new URL(url).pathname))
  const part = `${file}.part`
  for (let attempt = 1; ; attempt++) {
    try {
      await fetchRest(url, part, bytes, progress)
      break
    } catch (error) {
      if (error instanceof DataError) throw error
      if (attempt < attempts) continue
      throw new DataError(`cannot download ${url}: ${reasonOf(error)}; run it again to go on`)
    }
  }
  const sum = await fileSum(part)
  if (sum !== sha256) {
    await rm(part, { force: true })
    throw new DataError(
      `${url} is not what was published: its SHA-256 is ${sum}, not ${sha256}; nothing was kept`,
    )
  }
  await rename(part, file)
  return file
}

async function fetchRest(
  url: string,
  part: string,
  total: number,
  progress: OnBytes,
): Promise<void> {
  const here = await sizeOf(part)
  if (here === total) return
  if (here > total) {
    await rm(part)
    return fetchRest(url, part, total, progress)
  }
  const range = here > 0 ? { headers: { range: `bytes=${here}-` } } : {}
  const response = await fetch(url, range).catch((error: unknown) => {
    throw new DataError(`cannot download ${url}: ${reasonOf(error)}`)
  })
  if (!response.ok || response.body === null) {
    throw new DataError(`cannot download ${url}: ${response.status} ${response.statusText}`)
  }
  const resumed = response.status === 206
  let done = resumed ? here : 0
  progress(done)
  const body = Readable.fromWeb(response.body as ReadableStream<Uint8Array>)
  body.on('data', (chunk: Uint8Array) => progress((done += chunk.length)))
  await pipeline(body, createWriteStream(part, { flags: resumed ? 'a' : 'w' }))
  if (done < total) throw new Error(`the connection ended after ${done} of ${total} bytes`)
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  )
}

/** The reason, which `fetch` puts into the cause of its error. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as { message?: string; cause?: { message?: string } }
  return cause?.message || message || String(error)
}
