import { createHash } from 'node:crypto'
import { mkdtemp, readFile, readdir, writeFile } from 'node:fs/promises'
import { type RequestListener, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { download } from '../../src/data/files/download.js'

const content = Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * 31) % 251))
const sha256 = createHash('sha256').update(content).digest('hex')

const closing: (() => void)[] = []
afterEach(() => closing.splice(0).forEach((close) => close()))

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/set.bin`
}

const folder = () => mkdtemp(path.join(tmpdir(), 'genspec-download-'))

/** Serves the content, from where the request's range begins. */
const whole: RequestListener = (request, response) => {
  const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0)
  response.writeHead(start > 0 ? 206 : 200)
  response.end(content.subarray(start))
}

describe('download', () => {
  test('fetches a file, says how far it is, and leaves nothing else', async () => {
    const into = await folder()
    const seen: number[] = []
    const wanted = { url: await serve(whole), sha256, bytes: content.length }
    const file = await download(wanted, into, (bytes) => seen.push(bytes))
    expect(await readFile(file)).toEqual(content)
    expect(seen.at(-1)).toBe(content.length)
    expect([...seen].sort((a, b) => a - b)).toEqual(seen)
    expect(await readdir(into)).toEqual(['set.bin'])
  })

  test('goes on where a connection broke off', async () => {
    const ranges: (string | undefined)[] = []
    const url = await serve((request, response) => {
      ranges.push(request.headers.range)
      if (ranges.length > 1) return whole(request, response)
      response.writeHead(200, { 'content-length': content.length })
      response.write(content.subarray(0, 100_000), () => response.destroy())
    })
    const into = await folder()
    const file = await download({ url, sha256, bytes: content.length }, into, () => undefined)
    expect(await readFile(file)).toEqual(content)
    expect(ranges).toHaveLength(2)
  })

  test('goes on with what an earlier process left; starts anew where the server cannot', async () => {
    for (const listener of [
      whole,
      ((_request, response) => response.end(content)) as RequestListener,
    ]) {
      const into = await folder()
      await writeFile(path.join(into, 'set.bin.part'), content.subarray(0, 50_000))
      const url = await serve((request, response) => {
        expect(request.headers.range).toBe('bytes=50000-')
        listener(request, response)
      })
      const wanted = { url, sha256, bytes: content.length }
      expect(await readFile(await download(wanted, into, () => undefined))).toEqual(content)
    }
  })

  test('another content than was published is an error that keeps nothing', async () => {
    const into = await folder()
    const url = await serve((_request, response) => response.end(Buffer.alloc(content.length)))
    const wanted = { url, sha256, bytes: content.length }
    await expect(download(wanted, into, () => undefined)).rejects.toThrow(
      /is not what was published: its SHA-256 is .*; nothing was kept/,
    )
    expect(await readdir(into)).toEqual([])
  })

  test('a refusal is said', async () => {
    const url = await serve((_request, response) => response.writeHead(404).end())
    const wanted = { url, sha256, bytes: content.length }
    await expect(download(wanted, await folder(), () => undefined)).rejects.toThrow(
      'cannot download http://127.0.0.1',
    )
  })
})
