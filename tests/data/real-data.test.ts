import { existsSync } from 'node:fs'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { builtinRegistry } from '../../src/config/builtin-kinds.js'
import { mnist } from '../../src/data/datasets/mnist.js'
import { prepareInMemory } from '../../src/data/prepare.js'
import { seedKey } from '../../src/random/key.js'
import reference from './numpy-reference.json' with { type: 'json' }

/** Values of numpy-reference.py, computed with NumPy from the same files. */
const data = process.env['GENSPEC_DATA']
const here = (name: string) => data !== undefined && existsSync(path.join(data, name))

async function values(
  kind: string,
  folder: string,
  preprocessing: { kind: string; parameters: Record<string, never> }[],
) {
  const dataset = {
    source: { kind, parameters: {} },
    take: { train: 100, test: 100 },
    preprocessing,
  }
  const setup = { dataset, corruption: [] }
  return prepareInMemory(builtinRegistry, setup, path.join(data ?? '', folder), seedKey(0))
}

const paper = [
  { kind: 'crop', parameters: { window: [28, 28], place: 'center' } },
  { kind: 'standardize', parameters: { per: 'image' } },
] as never

describe.skipIf(!here('cifar-10'))('CIFAR-10 (skipped where GENSPEC_DATA has no cifar-10/)', () => {
  test('labels and pixels are those of the files', async () => {
    const { train, test: held } = await values('cifar10', 'cifar-10', [])
    expect(Array.from(train.labels.subarray(0, 10))).toEqual(reference.cifar.trainLabels)
    expect(Array.from(held.labels.subarray(0, 10))).toEqual(reference.cifar.testLabels)
    reference.cifar.pixels.forEach(({ image, row, column, rgb }) => {
      const start = ((image * 32 + row) * 32 + column) * 3
      expect(
        Array.from(train.pixels.subarray(start, start + 3), (x) => Math.round(255 * x)),
      ).toEqual(rgb)
    })
  })

  test('cropped and standardised as in the paper', async () => {
    const { train } = await values('cifar10', 'cifar-10', paper)
    expect(train.shape).toEqual([28, 28, 3])
    reference.cifar.standardized.forEach(({ image, row, column, rgb }) => {
      const start = ((image * 28 + row) * 28 + column) * 3
      rgb.forEach((value, channel) => expect(train.pixels[start + channel]).toBeCloseTo(value, 5))
    })
  })
})

describe.skipIf(!here('mnist'))('MNIST (skipped where GENSPEC_DATA has no mnist/)', () => {
  test('packed again, or unpacked, it is known by what is in it', async () => {
    const own = await mkdtemp(path.join(tmpdir(), 'genspec-mnist-'))
    const names = ['train-images-idx3', 'train-labels-idx1', 't10k-images-idx3', 't10k-labels-idx1']
    for (const [index, name] of names.entries()) {
      const bytes = gunzipSync(await readFile(path.join(data ?? '', 'mnist', `${name}-ubyte.gz`)))
      // One as it was unpacked, one packed at another level, one of each with a point in its name.
      const called = index < 2 ? `${name}-ubyte` : `${name.replace('-idx', '.idx')}-ubyte`
      const packed = index % 2 === 0
      await writeFile(
        path.join(own, packed ? `${called}.gz` : called),
        packed ? gzipSync(bytes, { level: 1 }) : bytes,
      )
    }
    const { train, test: held } = await mnist.load({}, own)
    expect([train.labels.length, held.labels.length]).toEqual([60_000, 10_000])
    expect([...train.labels.subarray(0, 10)]).toEqual(reference.mnist.trainLabels)
  })

  test('labels and pixels are those of the files', async () => {
    const { train, test: held } = await values('mnist', 'mnist', [])
    expect(Array.from(train.labels.subarray(0, 10))).toEqual(reference.mnist.trainLabels)
    expect(Array.from(held.labels.subarray(0, 10))).toEqual(reference.mnist.testLabels)
    const sum = train.pixels.subarray(0, 784).reduce((total, value) => total + value, 0)
    expect(255 * sum).toBeCloseTo(reference.mnist.firstImageSum, 1)
  })
})
