import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type PublishedFiles, locateFiles, readFiles } from '../../src/data/files/published.js'
import { sumOf } from '../../src/data/files/sums.js'
import { spec, sums, withFiles } from '../support/local-data.js'

afterEach(() => vi.unstubAllEnvs())

const images = Buffer.from('the images, which are a little longer')
const labels = Buffer.from('the labels')
const packed = {
  'a-images-idx3-ubyte.gz': gzipSync(images),
  'a-labels-idx1-ubyte.gz': gzipSync(labels),
}
const sumsOf = (files: Record<string, Buffer>) =>
  Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, sumOf(bytes)]))

const published: PublishedFiles = {
  title: 'A set',
  name: 'a-set',
  folders: ['a-set', 'A/raw'],
  sums: sumsOf(packed),
  unpacked: sumsOf({ 'a-images-idx3-ubyte': images, 'a-labels-idx1-ubyte': labels }),
  otherForms: { 'a.pickle': 'as a pickle' },
}
const packedPrint = JSON.stringify(published.sums)
const unpackedPrint = JSON.stringify(published.unpacked)

/** A folder that GENSPEC_DATA names, with these files. */
async function dataWith(files: Record<string, Uint8Array>): Promise<string> {
  const data = await mkdtemp(path.join(tmpdir(), 'genspec-published-'))
  vi.stubEnv('GENSPEC_DATA', data)
  vi.stubEnv('GENSPEC_CACHE', path.join(data, 'cache'))
  for (const [name, bytes] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(data, name)), { recursive: true })
    await writeFile(path.join(data, name), bytes)
  }
  return data
}

const again = (bytes: Buffer) => gzipSync(bytes, { level: 1 })
const rest = { 'a-set/a-labels-idx1-ubyte.gz': packed['a-labels-idx1-ubyte.gz'] }

describe('a dataset of a few files is found', () => {
  const cases: [string, Record<string, Uint8Array>, string][] = [
    [
      'as published',
      { ...rest, 'a-set/a-images-idx3-ubyte.gz': packed['a-images-idx3-ubyte.gz'] },
      packedPrint,
    ],
    ['packed again', { ...rest, 'a-set/a-images-idx3-ubyte.gz': again(images) }, packedPrint],
    [
      'unpacked, and called as before',
      { ...rest, 'a-set/a-images-idx3-ubyte.gz': images },
      packedPrint,
    ],
    [
      'with points in its names',
      {
        'a-set/a-images.idx3-ubyte.gz': packed['a-images-idx3-ubyte.gz'],
        'a-set/a-labels.idx1-ubyte.gz': again(labels),
      },
      packedPrint,
    ],
    [
      'unpacked',
      { 'a-set/a-images-idx3-ubyte': images, 'a-set/a-labels-idx1-ubyte': labels },
      unpackedPrint,
    ],
    [
      'packed, and called as unpacked',
      { 'a-set/a-images-idx3-ubyte': again(images), 'a-set/a-labels-idx1-ubyte': labels },
      unpackedPrint,
    ],
    ['in part unpacked', { ...rest, 'a-set/a-images.idx3-ubyte': images }, unpackedPrint],
    [
      'each file in a folder of its name',
      {
        'a-set/a-images-idx3-ubyte/a-images-idx3-ubyte': images,
        'a-set/a-labels.idx1-ubyte/a-labels-idx1-ubyte': labels,
      },
      unpackedPrint,
    ],
    [
      'in a folder of another of its names',
      {
        'a-set/A/raw/a-images-idx3-ubyte.gz': packed['a-images-idx3-ubyte.gz'],
        'a-set/A/raw/a-labels-idx1-ubyte.gz': packed['a-labels-idx1-ubyte.gz'],
      },
      packedPrint,
    ],
  ]

  test.each(cases)('%s', async (_name, files, fingerprint) => {
    await dataWith(files)
    const location = await locateFiles(published)
    expect(location).toMatchObject({ found: true, fingerprint })
    const read = await readFiles((location as { folder: string }).folder, published)
    expect(read.get('a-images-idx3-ubyte.gz')?.bytes).toEqual(images)
    expect(read.get('a-labels-idx1-ubyte.gz')?.bytes).toEqual(labels)
  })

  test('by its own SHA256SUMS, whatever its files are called', async () => {
    const other = Buffer.from('the same images in another order')
    const files = {
      'a-images.idx3-ubyte': other,
      'a-labels-idx1-ubyte/a-labels-idx1-ubyte': labels,
    }
    const inFolder = Object.fromEntries(
      Object.entries(files).map(([name, bytes]) => [`a-set/${name}`, bytes]),
    )
    await dataWith({ ...inFolder, 'a-set/SHA256SUMS': Buffer.from(sums(files)) })
    const location = await locateFiles(published)
    const fingerprint = JSON.stringify({
      'a-images-idx3-ubyte': sumOf(other),
      'a-labels-idx1-ubyte': sumOf(labels),
    })
    expect(location).toMatchObject({ found: true, fingerprint })
    const read = await readFiles((location as { folder: string }).folder, published)
    expect(read.get('a-images-idx3-ubyte.gz')?.bytes).toEqual(other)
  })
})

describe('what keeps it from being used is said', () => {
  test.each<[string, Record<string, Uint8Array>, string]>([
    ['nothing of it', {}, 'A set is not here'],
    ['a part of it', rest, 'A set is not whole: .*a-set lacks a-images-idx3-ubyte.gz'],
    [
      'a folder in place of a file',
      { ...rest, 'a-set/a-images-idx3-ubyte/readme.txt': images },
      'A set is not whole: .*a-set lacks a-images-idx3-ubyte.gz',
    ],
    ['another form', { 'a-set/a.pickle': images }, 'A set is here as a pickle \\(.*a.pickle\\)'],
    ['another form beside', { 'a.pickle': images }, 'A set is here as a pickle \\(.*a.pickle\\)'],
  ])('%s', async (_name, files, reason) => {
    await dataWith(files)
    const location = await locateFiles(published)
    expect(location.found).toBe(false)
    expect((location as { reason: string }).reason).toMatch(new RegExp(`^${reason}$`))
  })

  test.each<[string, Uint8Array, RegExp]>([
    ['other images', again(Buffer.from('other images')), /is damaged: its SHA-256 is .*, not/],
    ['a part of them', again(images).subarray(0, 30), /is damaged: unexpected end of file/],
  ])('%s', async (_name, bytes, message) => {
    const data = await dataWith({ ...rest, 'a-set/a-images-idx3-ubyte.gz': bytes })
    await expect(readFiles(path.join(data, 'a-set'), published)).rejects.toThrow(message)
  })

  test('a file that its list does not have, or that is another one than it says', async () => {
    const data = await dataWith({
      ...rest,
      'a-set/a-images-idx3-ubyte.gz': again(images),
      'a-set/SHA256SUMS': Buffer.from(sums(packed)),
    })
    // The list is believed, even where the content is what was published.
    await expect(readFiles(path.join(data, 'a-set'), published)).rejects.toThrow('is damaged')
  })
})

test('MNIST as Kaggle has it, and CIFAR-10 in its Python version, on the command line', async () => {
  const idx = (magic: number, counts: number[], bytes: number) => {
    const header = Buffer.alloc(4 + 4 * counts.length)
    header.writeUInt32BE(magic)
    counts.forEach((count, index) => header.writeUInt32BE(count, 4 + 4 * index))
    return Buffer.concat([header, Buffer.alloc(bytes)])
  }
  const files = {
    'train-images.idx3-ubyte': idx(0x803, [4, 28, 28], 4 * 784),
    'train-labels-idx1-ubyte/train-labels-idx1-ubyte': idx(0x801, [4], 4),
    't10k-images-idx3-ubyte/t10k-images-idx3-ubyte': idx(0x803, [4, 28, 28], 4 * 784),
    't10k-labels.idx1-ubyte.gz': gzipSync(idx(0x801, [4], 4)),
  }
  const both = `${spec('mnist', 'take 4 train, 4 test')}
dataset photographs {
  source cifar10
}

claim photographs {
  run mlp on photographs with short over 1 seeds
  expect train acc >= 0%
}
`
  const { genspec } = await withFiles(both, 'data', {
    ...Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`mnist/${name}`, bytes])),
    'mnist/SHA256SUMS': Buffer.from(sums(files)),
    'cifar-10-batches-py/data_batch_1': Buffer.from([0x80, 4]),
  })
  expect(await genspec('data', 'verify', 'mnist')).toMatchObject({
    code: 0,
    stdout: 'mnist: 4 + 4 images, whole\n',
  })
  const { code, stdout } = await genspec('a.gen')
  const said = stdout.replace(/\s+/g, ' ')
  expect(said).toContain(
    'CIFAR-10 is here in its Python version, and the binary version is read (data/cifar-10-batches-py/data_batch_1)',
  )
  expect(said).toContain('1 passed (1 with one seed), 1 skipped')
  expect(code).toBe(0)
})
