import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { DataError, defineDataset } from '../../kinds/dataset.js'
import type { Images } from '../../kinds/images.js'

const side = 32
const plane = side * side
const channels = 3
const recordBytes = 1 + channels * plane
const recordsPerFile = 10_000
const classes = 10
const trainFiles = [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}.bin`)
const testFiles = ['test_batch.bin']

/** SHA-256 of the files of the binary version as its authors publish it. */
const publishedSums: Record<string, string> = {
  'data_batch_1.bin': 'cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5',
  'data_batch_2.bin': 'a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed',
  'data_batch_3.bin': 'bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67',
  'data_batch_4.bin': '014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48',
  'data_batch_5.bin': '755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add',
  'test_batch.bin': '8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b',
}

/** A record is a label byte, then the red, green and blue planes of 32x32 bytes. */
export const cifar10 = defineDataset({
  name: 'cifar10',
  summary: '60,000 photographs of ten kinds of things',
  source: 'Krizhevsky 2009, https://www.cs.toronto.edu/~kriz/cifar.html, binary version',
  parameters: {},
  shape: [side, side, channels],
  classes,
  examples: { train: trainFiles.length * recordsPerFile, test: recordsPerFile },

  async locate() {
    const data = process.env['GENSPEC_DATA']
    const help =
      'set GENSPEC_DATA to a folder in which cifar-10-batches-bin/ (or cifar-10/) holds the binary version'
    if (data === undefined) return { found: false, reason: 'CIFAR-10 is not here', help }
    for (const name of ['cifar-10-batches-bin', 'cifar-10']) {
      const folder = path.join(data, name)
      const complete = [...trainFiles, ...testFiles].every((file) =>
        existsSync(path.join(folder, file)),
      )
      if (complete) {
        const sums = await expectedSums(folder)
        return { found: true, folder, fingerprint: JSON.stringify(sums) }
      }
    }
    return { found: false, reason: `CIFAR-10 is not complete in ${data}`, help }
  },

  async load(_parameters, folder, take) {
    const sums = await expectedSums(folder)
    return {
      train: await readImages(folder, trainFiles, take.train, sums),
      test: await readImages(folder, testFiles, take.test, sums),
    }
  },
})

/** The folder's own `SHA256SUMS` where it has one: a local copy may hold the images in another order. */
async function expectedSums(folder: string): Promise<Record<string, string>> {
  const file = path.join(folder, 'SHA256SUMS')
  if (!existsSync(file)) return publishedSums
  const lines = (await readFile(file, 'utf8')).trim().split('\n')
  const listed = Object.fromEntries(
    lines.map((line) => {
      const [sum = '', name = ''] = line.trim().split(/\s+\*?/)
      return [name, sum]
    }),
  )
  return Object.fromEntries(
    Object.keys(publishedSums).map((name) => [name, listed[name] ?? 'not listed']),
  )
}

async function readImages(
  folder: string,
  files: string[],
  count: number,
  sums: Record<string, string>,
): Promise<Images> {
  const pixels = new Float32Array(count * channels * plane)
  const labels = new Int32Array(count)
  for (let start = 0; start < count; start += recordsPerFile) {
    const name = files[start / recordsPerFile] as string
    const file = path.join(folder, name)
    const bytes = await readFile(file)
    const sum = createHash('sha256').update(bytes).digest('hex')
    if (sum !== sums[name]) {
      throw new DataError(
        `${file} is damaged: its SHA-256 is ${sum}, not ${sums[name]}; fetch it again`,
      )
    }
    const records = Math.min(recordsPerFile, count - start)
    for (let record = 0; record < records; record++) {
      const offset = record * recordBytes
      const label = bytes[offset] as number
      if (label >= classes) {
        throw new DataError(`${file} is damaged: record ${record} has the label ${label}`)
      }
      labels[start + record] = label
      const image = (start + record) * plane * channels
      for (let channel = 0; channel < channels; channel++) {
        const from = offset + 1 + channel * plane
        for (let pixel = 0; pixel < plane; pixel++) {
          pixels[image + pixel * channels + channel] = (bytes[from + pixel] as number) / 255
        }
      }
    }
  }
  return { count, shape: [side, side, channels], pixels, labels }
}
