import { existsSync } from 'node:fs'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { encode } from 'fast-png'
import { describe, expect, test } from 'vitest'
import { readPicture } from '../../src/data/images/decode.js'
import { fitted } from '../../src/data/images/fit.js'
import expected from './pictures/expected.json' with { type: 'json' }

const folder = path.resolve('tests/data/pictures')

/** At the places that make.py looks at. */
function colours({ width, data }: { width: number; data: Uint8Array }): number[][] {
  const places = [
    [0, 0],
    [8, 12],
    [15, 23],
  ] as const
  return places.map(([row, column]) => {
    const start = 3 * (row * width + column)
    return [...data.subarray(start, start + 3)]
  })
}

async function file(bytes: Uint8Array): Promise<string> {
  const name = path.join(await mkdtemp(path.join(tmpdir(), 'genspec-picture-')), 'a.jpg')
  await writeFile(name, bytes)
  return name
}

describe('JPEG', () => {
  test.each(Object.entries(expected))(
    '%s: the colours are those that Pillow reads',
    async (name, those) => {
      const picture = await readPicture(path.join(folder, `${name}.jpg`))
      expect([picture.width, picture.height]).toEqual([24, 16])
      expect(colours(picture)).toEqual(those)
    },
  )

  test.each(Object.keys(expected))(
    '%s: half of it is an error, however it is cut',
    async (name) => {
      const whole = await readFile(path.join(folder, `${name}.jpg`))
      for (const share of [0.3, 0.6, 0.9]) {
        const half = await file(whole.subarray(0, Math.floor(share * whole.length)))
        await expect(readPicture(half)).rejects.toThrow(
          /a\.jpg cannot be read: .*; replace or remove it/,
        )
      }
    },
  )

  test('one that cannot be read does not disturb those read beside it', async () => {
    const whole = path.join(folder, 'baseline.jpg')
    const half = await file((await readFile(whole)).subarray(0, 700))
    const results = await Promise.allSettled(
      [whole, half, whole, half].map((one) => readPicture(one)),
    )
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
    ])
  })
})

test('a PNG with the name of a JPEG is read; what is neither, or is not there, is an error', async () => {
  const png = encode({ width: 1, height: 1, channels: 3, data: Uint8Array.of(1, 2, 3) })
  expect([...(await readPicture(await file(png))).data]).toEqual([1, 2, 3])
  await expect(readPicture(await file(Buffer.from('a text')))).rejects.toThrow(
    'neither PNG nor JPEG',
  )
  await expect(readPicture('/nowhere/a.jpg')).rejects.toThrow('/nowhere/a.jpg cannot be read')
})

test('another file than its sum says is an error', async () => {
  await expect(readPicture(path.join(folder, 'grey.jpg'), '0'.repeat(64))).rejects.toThrow(
    'grey.jpg is damaged: its SHA-256 is',
  )
})

test('`crop` takes the centre, `stretch` the whole; both have the size that was asked for', () => {
  // Three columns: black, grey, white.
  const data = Uint8Array.from({ length: 18 }, (_, i) => 127 * (Math.floor(i / 3) % 3))
  const picture = { width: 3, height: 2, data }
  expect([...fitted(picture, [2, 1], 'stretch')]).toEqual([127, 127, 127, 127, 127, 127])
  expect(fitted(picture, [2, 3], 'crop')).toEqual(data)
  expect([...fitted(picture, [4, 4], 'crop')]).toHaveLength(48)
  const half = fitted({ ...picture, width: 6, height: 1 }, [1, 2], 'crop')
  expect([...half]).toEqual([...data.subarray(6, 12)])
})

const samples = path.join(process.env['GENSPEC_DATA'] ?? '', 'imagenet-sample')

test.skipIf(!existsSync(samples))(
  'real photographs are read at their sizes (skipped where GENSPEC_DATA has no imagenet-sample/)',
  async () => {
    const goldfish = path.join(samples, 'n01443537', 'n01443537_goldfish.JPEG')
    const { width, height, data } = await readPicture(goldfish)
    expect([width, height, data.length]).toEqual([376, 263, 3 * 376 * 263])
    // Orange fish: more red than blue.
    let [red, blue] = [0, 0]
    for (let i = 0; i < data.length; i += 3) {
      red += data[i] ?? 0
      blue += data[i + 2] ?? 0
    }
    expect(red).toBeGreaterThan(blue)
  },
)
