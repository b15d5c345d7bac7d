import { createHash } from 'node:crypto'
import { readFile, readdir, rm, symlink } from 'node:fs/promises'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { decode } from 'fast-png'
import { describe, expect, test } from 'vitest'
import { project } from '../support/genspec.js'
import { spec, sums, withFiles } from '../support/local-data.js'

/** Ten records in each file of CIFAR-10. */
function cifarFiles(change: (name: string, bytes: Buffer) => Buffer = (_name, bytes) => bytes) {
  const names = [...[1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}.bin`), 'test_batch.bin']
  return Object.fromEntries(
    names.map((name) => {
      const records = Array.from({ length: 10 }, (_, label) =>
        Buffer.concat([Buffer.from([label]), Buffer.alloc(3072, 20 * label)]),
      )
      return [name, change(name, Buffer.concat(records))]
    }),
  )
}

const cifar = spec('cifar10', 'take 20 train, 10 test')

describe('local copies', () => {
  test('a folder with its own SHA256SUMS is used, and the record names its sums', async () => {
    const files = cifarFiles()
    const list = { SHA256SUMS: Buffer.from(sums(files)) }
    const { genspec, folder } = await withFiles(cifar, 'data/cifar-10', { ...files, ...list })
    expect((await genspec('a.gen')).code).toBe(0)
    const runs = path.join(folder, '.genspec', 'runs')
    const [key = ''] = (await readdir(runs)).filter((name) => /^[0-9a-f]{64}$/.test(name))
    const record = await readFile(path.join(runs, key, 'record.json'), 'utf8')
    const sum = createHash('sha256')
      .update(files['test_batch.bin'] ?? '')
      .digest('hex')
    expect(record).toContain(sum)
  })

  test.each([
    [
      'a wrong hash',
      (bytes: Buffer) => bytes,
      false,
      /data_batch_2\.bin is damaged: its SHA-256 is/,
    ],
    [
      'a truncated file',
      (bytes: Buffer) => bytes.subarray(0, 5000),
      true,
      /data_batch_2\.bin is truncated: 5000 bytes are not whole records of 3073/,
    ],
    [
      'a bad label',
      (bytes: Buffer) => Buffer.concat([Buffer.from([77]), bytes.subarray(1)]),
      true,
      /data_batch_2\.bin is damaged: record 0 has the label 77 and there are 10 classes/,
    ],
  ])('%s is an error, exit 3', async (_name, change, listed, message) => {
    const good = cifarFiles()
    const files = cifarFiles((name, bytes) => (name === 'data_batch_2.bin' ? change(bytes) : bytes))
    const list = sums(listed ? files : { ...good, 'data_batch_2.bin': Buffer.from('other') })
    const all = { ...files, SHA256SUMS: Buffer.from(list) }
    const { genspec } = await withFiles(cifar, 'data/cifar-10-batches-bin', all)
    const verified = await genspec('data', 'verify', 'cifar10')
    expect(verified.stderr).toMatch(message)
    expect(verified.code).toBe(3)
    const run = await genspec('a.gen')
    expect(run.stdout).toMatch(message)
    expect(run.code).toBe(3)
  })

  describe('IDX files', () => {
    const idx = (magic: number, counts: number[], bytes: number) => {
      const header = Buffer.alloc(4 + 4 * counts.length)
      header.writeUInt32BE(magic)
      counts.forEach((count, index) => header.writeUInt32BE(count, 4 + 4 * index))
      return Buffer.concat([header, Buffer.alloc(bytes)])
    }
    /** Four images of each split, of which the training file holds so many. */
    const unpacked = (present: number) => ({
      'train-images-idx3-ubyte': idx(0x803, [4, 28, 28], present * 784),
      'train-labels-idx1-ubyte': idx(0x801, [4], 4),
      't10k-images-idx3-ubyte': idx(0x803, [4, 28, 28], 4 * 784),
      't10k-labels-idx1-ubyte': idx(0x801, [4], 4),
    })
    const packed = (present: number) =>
      Object.fromEntries(
        Object.entries(unpacked(present)).map(([name, bytes]) => [`${name}.gz`, gzipSync(bytes)]),
      )
    const listed = (files: Record<string, Uint8Array>) => ({
      ...files,
      SHA256SUMS: Buffer.from(sums(files)),
    })

    test.each([
      ['gzipped', 'train-images-idx3-ubyte.gz', packed],
      ['unpacked', 'train-images-idx3-ubyte', unpacked],
    ])('%s are read; a truncated one is an error, exit 3', async (_form, name, files) => {
      const whole = await withFiles('', 'data/mnist', listed(files(4)))
      expect(await whole.genspec('data', 'verify', 'mnist')).toMatchObject({
        code: 0,
        stdout: 'mnist: 4 + 4 images, whole\n',
      })
      const cut = await withFiles('', 'data/mnist', listed(files(3)))
      const { code, stderr } = await cut.genspec('data', 'verify', 'mnist')
      expect(stderr).toContain(
        `${name} is truncated: 2368 bytes where its header announces 3152; fetch it again`,
      )
      expect(code).toBe(3)
    })

    test('links in a circle in place of one: its claims are in error, and the others are judged', async () => {
      const more = 'claim sum {\n  expect 1 < 2\n}\n'
      const made = await withFiles(spec('mnist') + more, 'data/mnist', unpacked(4))
      const file = path.join(made.folder, 'data/mnist/train-images-idx3-ubyte')
      await rm(file)
      await symlink(file, file)
      const { code, stdout } = await made.genspec('run')
      expect(stdout).toContain('its symbolic links lead in a circle')
      expect(stdout).toContain('1 passed (1 check of published numbers), 1 in error')
      expect(code).toBe(3)
    })

    test('unpacked ones need sums: the published ones, or those of a list', async () => {
      const own = await withFiles('', 'data/mnist', unpacked(4))
      const known = await own.genspec('data', 'verify', 'mnist')
      expect(known.stderr).toMatch(
        /-ubyte is damaged: its SHA-256 is [0-9a-f]{64}, not [0-9a-f]{64}/,
      )
      expect(known.code).toBe(3)
      const fashion = await withFiles('', 'data/fashion-mnist', unpacked(4))
      const unknown = await fashion.genspec('data', 'verify', 'fashion-mnist')
      expect(unknown.stderr).toContain('fashion-mnist has no SHA256SUMS, and no sums of')
      expect(unknown.stderr).toMatch(
        /run `sha256sum train-images-idx3-ubyte .* > SHA256SUMS` there/,
      )
      expect(unknown.code).toBe(3)
    })
  })

  test('what is not here is said with what would help, exit 3', async () => {
    const { genspec } = await project({}, { GENSPEC_CACHE: 'cache' })
    const { code, stderr } = await genspec('data', 'path', 'cifar100')
    expect(stderr).toContain('CIFAR-100 is not here\n  help: run `genspec data fetch cifar100`')
    expect(code).toBe(3)
    const list = await genspec('data', 'list')
    expect(list.stdout).toMatch(
      /fashion-mnist +60,000 \+ 10,000 +28x28x1 +10 +missing, 31 MB to fetch +MIT/,
    )
  })
})

describe('genspec show corruption', () => {
  test('writes before and after as a PNG and counts the labels', async () => {
    const { genspec, folder } = await project({})
    const name = 'shuffled pixels + random labels 40%'
    const { code, stdout } = await genspec('show', 'corruption', name, '--dataset', 'shapes')
    expect(stdout).toMatch(/[23]\d\d of 1,000 labels changed \([23]\d\.\d%\)/)
    expect(code).toBe(0)
    const picture = decode(await readFile(path.join(folder, 'corruption.png')))
    expect([picture.channels, picture.width > picture.height / 2]).toEqual([3, true])
  })
})
