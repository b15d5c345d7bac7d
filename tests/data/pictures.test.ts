import { existsSync } from 'node:fs'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { encode } from 'fast-png'
import { describe, expect, test } from 'vitest'
import { readPicture } from '../../src/data/images/decode.js'
import { fitted } from '../../src/data/images/fit.js'
import { decodePng } from '../../src/data/images/png.js'
import { chunk, header, pngOf, samplesOf } from '../support/png.js'
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

describe('pictures that Pillow wrote', () => {
  test.each(Object.entries(expected))(
    '%s: the colours are those that Pillow reads',
    async (name, those) => {
      const picture = await readPicture(path.join(folder, name))
      expect([picture.width, picture.height]).toEqual([24, 16])
      expect(colours(picture)).toEqual(those)
    },
  )

  test.each(Object.keys(expected))(
    '%s: a part of it is an error, wherever it is cut',
    async (name) => {
      const whole = await readFile(path.join(folder, name))
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

const kinds = ([0, 2, 3, 4, 6] as const).flatMap((colorType) =>
  ([1, 2, 4, 8, 16] as const)
    .filter((depth) => colorType === 0 || (colorType === 3 ? depth < 16 : depth >= 8))
    .map((depth) => ({ colorType, depth })),
)

describe('PNG', () => {
  test.each(kinds)(
    'of type $colorType and $depth bits, interlaced or not',
    ({ colorType, depth }) =>
      fc.assert(
        fc.property(
          fc.record({
            width: fc.integer({ min: 1, max: 19 }),
            height: fc.integer({ min: 1, max: 19 }),
            interlaced: fc.boolean(),
            seed: fc.nat(),
          }),
          ({ width, height, interlaced, seed }) => {
            const most = 2 ** depth - 1
            const sample = (row: number, column: number, channel: number) =>
              (seed + 7919 * row + 104729 * column + 31 * channel) % (most + 1)
            const palette = Array.from({ length: most + 1 }, (_, i) => [i, 255 - i, (7 * i) % 256])
            const kind = { width, height, depth, colorType, interlaced }
            const bytes = pngOf({ ...kind, ...(colorType === 3 && { palette }) }, sample)
            const wanted = Array.from({ length: width * height }, (_, pixel) => {
              const [row, column] = [Math.floor(pixel / width), pixel % width]
              return [0, 1, 2].map((channel) => {
                const value = sample(row, column, samplesOf[colorType] < 3 ? 0 : channel)
                if (colorType === 3) return palette[value]?.[channel]
                return depth === 16 ? value >> 8 : (255 / most) * value
              })
            })
            expect([...decodePng(bytes).data]).toEqual(wanted.flat())
          },
        ),
        { numRuns: 25 },
      ),
  )

  test('one that announces more pixels than any picture has is refused before they are made', () => {
    const bomb = (width: number, height: number) =>
      Buffer.concat([
        header({ width, height, depth: 8, colorType: 2 }),
        chunk('IDAT', deflateSync(Buffer.alloc(1000))),
        chunk('IEND', Buffer.alloc(0)),
      ])
    expect(() => decodePng(bomb(50_000, 50_000))).toThrow(
      'it announces 50000x50000 pixels, and at most 134 million are read',
    )
    expect(() => decodePng(bomb(2 ** 31, 2 ** 31))).toThrow('at most 134 million are read')
    expect(() => decodePng(bomb(0, 10))).toThrow('it has no pixels')
  })

  test('more data than the header announces is refused before it is unpacked', () => {
    const bytes = Buffer.concat([
      header({ width: 2, height: 2, depth: 8, colorType: 2 }),
      chunk('IDAT', deflateSync(Buffer.alloc(5e7))),
      chunk('IEND', Buffer.alloc(0)),
    ])
    expect(() => decodePng(bytes)).toThrow('it holds more pixels than it announces')
  })

  test('a profile is not unpacked, and a wrong checksum is an error', () => {
    const kind = { width: 3, height: 2, depth: 8, colorType: 0 } as const
    const whole = pngOf(kind, () => 9)
    const start = header(kind)
    const profile = chunk('iCCP', Buffer.from('x\0\0not deflated', 'latin1'))
    const withProfile = Buffer.concat([start, profile, whole.subarray(start.length)])
    expect([...decodePng(withProfile).data]).toEqual(Array(18).fill(9))
    const damaged = Buffer.from(whole)
    damaged[start.length + 10] = 255 - (damaged[start.length + 10] as number)
    expect(() => decodePng(damaged)).toThrow('the checksum of its IDAT chunk is wrong')
  })
})

describe('headers of JPEG and WebP', () => {
  test('a JPEG that announces more pixels than any picture has is refused before it is decoded', async () => {
    const bytes = Buffer.from(await readFile(path.join(folder, 'baseline.jpg')))
    const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]))
    bytes.writeUInt32BE(0xffffffff, frame + 5)
    await expect(readPicture(await file(bytes))).rejects.toThrow(
      'it announces 65535x65535 pixels, and at most 134 million are read',
    )
  })

  test.each(['lossy.webp', 'lossless.webp', 'transparent.webp'])('%s likewise', async (name) => {
    const bytes = Buffer.from(await readFile(path.join(folder, name)))
    const kind = bytes.toString('latin1', 12, 16)
    if (kind === 'VP8 ') bytes.writeUInt32LE(0x3fff3fff, 26)
    else bytes.writeUInt32LE(0x0fffffff, 21)
    await expect(readPicture(await file(bytes))).rejects.toThrow(
      /it announces 1638[34]x1638[34] pixels/,
    )
  })
})

test('a picture is read whatever its name; what is none says what it is', async () => {
  const png = encode({ width: 1, height: 1, channels: 3, data: Uint8Array.of(1, 2, 3) })
  expect([...(await readPicture(await file(png))).data]).toEqual([1, 2, 3])
  const cases = [
    ['a text', 'is neither PNG nor JPEG nor WebP; replace or remove it'],
    ['GIF89a', 'is neither PNG nor JPEG nor WebP, but GIF; replace or remove it'],
    ['<!DOCTYPE html><title>404', 'is neither PNG nor JPEG nor WebP, but HTML'],
    ['', 'is empty; replace or remove it'],
  ] as const
  for (const [text, message] of cases) {
    await expect(readPicture(await file(Buffer.from(text)))).rejects.toThrow(message)
  }
})

test('only files are opened', async () => {
  await expect(readPicture('/nowhere/a.jpg')).rejects.toThrow('/nowhere/a.jpg cannot be read')
  await expect(readPicture(folder)).rejects.toThrow('pictures cannot be read: it is a folder')
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
