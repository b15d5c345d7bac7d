import { describe, expect, test } from 'vitest'
import { builtinRegistry } from '../../src/config/builtin-kinds.js'
import type { Image } from '../../src/kinds/augmentation.js'
import { RandomStream, seedKey } from '../../src/random/key.js'

const defaultsOf = (name: string) =>
  Object.fromEntries(
    Object.entries(builtinRegistry.get('augmentation', name).parameters).map(([key, parameter]) => [
      key,
      parameter.default ?? 0,
    ]),
  )

function apply(
  name: string,
  parameters: Record<string, number | number[]>,
  image: Image,
  seed = 0,
) {
  const kind = builtinRegistry.get('augmentation', name)
  const stream = new RandomStream(seedKey(seed))
  return kind.apply({ ...defaultsOf(name), ...parameters }, image, stream)
}

/** An image whose pixels all differ, so that each shows its original place. */
function numbered(rows: number, columns: number, channels: number): Image {
  const count = rows * columns * channels
  return {
    shape: [rows, columns, channels],
    pixels: Float32Array.from({ length: count }, (_, i) => (i + 1) / count),
  }
}

describe('a random crop', () => {
  test('draws each of the 25 windows of 28x28 in 32x32 about as often', () => {
    const image = numbered(32, 32, 3)
    const counts = new Map<number, number>()
    const draws = 2500
    for (let seed = 0; seed < draws; seed++) {
      const { shape, pixels } = apply('crop', { window: [28, 28] }, image, seed)
      expect(shape).toEqual([28, 28, 3])
      const corner = pixels[0] ?? 0
      counts.set(corner, (counts.get(corner) ?? 0) + 1)
      // The window is one piece: its last pixel is 27 rows and columns further.
      expect(pixels.at(-3)).toBeCloseTo(corner + (27 * 32 + 27) / 1024, 6)
    }
    expect(counts.size).toBe(25)
    // Chi-squared with 24 degrees of freedom: its 0.999 quantile is 51.2.
    const expected = draws / 25
    const chi = [...counts.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0)
    expect(chi).toBeLessThan(51.2)
  })

  test('with padding reaches over the edge, where there are zeros', () => {
    const image = numbered(4, 4, 1)
    const sums = Array.from({ length: 50 }, (_, seed) => {
      const { shape, pixels } = apply('crop', { padding: 1 }, image, seed)
      expect(shape).toEqual([4, 4, 1])
      return pixels.filter((value) => value === 0).length
    })
    // Both ways in the middle, over one edge, or over a corner.
    expect(new Set(sums)).toEqual(new Set([0, 4, 7]))
  })
})

test('a flip mirrors half of the images, channels kept together', () => {
  const image = numbered(1, 2, 2)
  const [a, b, c, d] = image.pixels
  const flipped = Array.from({ length: 400 }, (_, seed) => [
    ...apply('flip', {}, image, seed).pixels,
  ])
  const mirrored = flipped.filter(([first]) => first === c)
  expect(mirrored[0]).toEqual([c, d, a, b])
  // Binomial(400, 1/2): four standard deviations are 40.
  expect(Math.abs(mirrored.length - 200)).toBeLessThan(40)
})

test('a rotation keeps the middle, moves the corners out of the image and is at most as large as asked', () => {
  const white = { shape: [9, 9, 1], pixels: new Float32Array(81).fill(1) }
  const { pixels } = apply('rotation', { degrees: 25 }, white, 3)
  expect(pixels[40]).toBeCloseTo(1, 6)
  expect(pixels[0]).toBeLessThan(0.5)
  const image = numbered(5, 5, 3)
  expect(apply('rotation', { degrees: 0 }, image).pixels).toEqual(image.pixels)
})

describe('colours', () => {
  const image = numbered(2, 2, 3)
  test.each([
    ['brightness', { delta: 0 }],
    ['contrast', { low: 1, high: 1 }],
    ['saturation', { low: 1, high: 1 }],
    ['hue', { delta: 0 }],
  ])('%s without a range changes nothing', (name, parameters) => {
    const { pixels } = apply(name, parameters, image)
    pixels.forEach((value, i) => expect(value).toBeCloseTo(image.pixels[i] ?? NaN, 6))
  })

  test('no saturation gives greys of the largest channel; half a turn of hue makes red cyan', () => {
    const red = { shape: [1, 1, 3], pixels: Float32Array.of(0.8, 0.2, 0.2) }
    const grey = apply('saturation', { low: 0, high: 0 }, red).pixels
    grey.forEach((value) => expect(value).toBeCloseTo(0.8, 6))
    // Python: colorsys.hsv_to_rgb(0.5, 0.75, 0.8) is (0.2, 0.8, 0.8).
    const kind = builtinRegistry.get('augmentation', 'hue')
    const half = { uniform: () => 1 } as unknown as RandomStream
    const cyan = kind.apply({ delta: 0.5 }, red, half).pixels
    ;[0.2, 0.8, 0.8].forEach((value, i) => expect(cyan[i]).toBeCloseTo(value, 6))
  })
})
