import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, readdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { create } from 'tar'
import { afterAll, expect, test, vi } from 'vitest'
import { fetchDataset } from '../../src/data/files/fetch.js'
import { locateFiles } from '../../src/data/files/published.js'
import { defineDataset } from '../../src/kinds/dataset.js'

const folder = await mkdtemp(path.join(tmpdir(), 'genspec-fetch-'))
await mkdir(path.join(folder, 'set-binary'))
await writeFile(path.join(folder, 'set-binary', 'train.bin'), 'images')
await create({ gzip: true, cwd: folder, file: path.join(folder, 'set.tar.gz') }, ['set-binary'])
const archive = await readFile(path.join(folder, 'set.tar.gz'))
const sum = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')

let requests = 0
const server = createServer((_request, response) => {
  requests++
  response.end(archive)
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
afterAll(() => void server.close())

function kind(name: string, sha256: string) {
  const files = {
    title: name,
    name,
    folders: [name],
    sums: { 'train.bin': sum('images') },
  }
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/set.tar.gz`
  return defineDataset({
    name,
    summary: '',
    parameters: {},
    publication: {
      licence: '',
      downloads: [{ url, sha256, bytes: archive.length, archive: true }],
    },
    describe: () => ({ shape: [1, 1, 1], classes: [], examples: { train: 0, test: 0 } }),
    locate: () => locateFiles(files),
    load: () => Promise.reject(new Error('not read here')),
  })
}

const quiet = { stage: () => undefined, bytes: () => undefined }

test('an archive is downloaded, unpacked and found, once, however many ask for it', async () => {
  vi.stubEnv('GENSPEC_CACHE', path.join(folder, 'cache'))
  vi.stubEnv('GENSPEC_DATA', undefined)
  const set = kind('set', sum(archive))
  expect((await set.locate({})).found).toBe(false)
  const [one, other] = await Promise.all([fetchDataset(set, quiet), fetchDataset(set, quiet)])
  expect(one).toBe(other)
  expect(requests).toBe(1)
  expect((await readdir(one)).sort()).toEqual(['SHA256SUMS', 'train.bin'])
  expect(await set.locate({})).toMatchObject({ found: true, folder: one })
})

test('a wrong archive leaves no dataset', async () => {
  vi.stubEnv('GENSPEC_CACHE', path.join(folder, 'cache'))
  const wrong = kind('wrong', sum('something else'))
  await expect(fetchDataset(wrong, quiet)).rejects.toThrow('is not what was published')
  expect((await wrong.locate({})).found).toBe(false)
})
