import { describe, expect, test } from 'vitest'
import { builtinRegistry } from '../../src/config/builtin-kinds.js'
import { resolveNamed } from '../../src/check/command-line-names.js'
import { prepareInMemory } from '../../src/data/prepare.js'
import type { Images } from '../../src/kinds/images.js'
import { parse } from '../../src/language/parse.js'
import { seedKey } from '../../src/random/key.js'

const spec = parse(
  {
    path: 'a.gen',
    text: `
dataset shapes_4 { source shapes(size: 8x8, train: 6000, test: 2000)
}
dataset pair { source shapes(size: 8x8, train: 6000, test: 400)
  classes [disc, cross]
}
corruption confused { flip labels by [[90%, 10%], [30%, 70%]]
}
corruption fixed { relabel 50%
  seed 7
}
corruption noisy(p) = random_labels(p) + gaussian_noise(sd: 0.2)
`,
  },
  (diagnostic) => {
    throw new Error(diagnostic.message)
  },
)

async function prepared(corruption: string, seed = 0, dataset = 'shapes_4') {
  const messages: string[] = []
  const report = ({ message }: { message: string }) => void messages.push(message)
  const resolved = resolveNamed([spec], builtinRegistry, report, { dataset, corruption })
  if (resolved === undefined) throw new Error(messages.join('\n'))
  const setup = { dataset: resolved.dataset.setup, corruption: resolved.steps }
  return prepareInMemory(builtinRegistry, setup, '', seedKey(seed))
}

const plain = await prepared('true labels')

function changedShare(one: Int32Array, other: Int32Array): number {
  return one.filter((label, index) => label !== other[index]).length / one.length
}

/** Five standard errors of a binomial share: crossed by chance once in two million draws. */
function near(share: number, n: number): { low: number; high: number } {
  const margin = 5 * Math.sqrt((share * (1 - share)) / n)
  return { low: share - margin, high: share + margin }
}

function image({ pixels, shape }: Images, index: number): Float32Array {
  const length = shape.reduce((product, value) => product * value, 1)
  return pixels.subarray(index * length, (index + 1) * length)
}

const pixelsOf = (values: Float32Array) =>
  Array.from({ length: values.length / 3 }, (_, place) =>
    values.subarray(3 * place, 3 * place + 3).join(),
  )

describe('labels', () => {
  test.each([0.1, 0.4, 1])('random labels %d change 3/4 of that share', async (p) => {
    const { train, test: held } = await prepared(`random labels ${100 * p}%`)
    const { low, high } = near(0.75 * p, 6000)
    const share = changedShare(plain.train.labels, train.labels)
    expect(share).toBeGreaterThan(low)
    expect(share).toBeLessThan(high)
    expect(held.labels).toEqual(plain.test.labels)
    expect(train.pixels).toEqual(plain.train.pixels)
  })

  test('each class becomes each class equally often', async () => {
    const { train } = await prepared('random labels')
    const counts = new Array<number>(16).fill(0)
    train.labels.forEach((label, index) => {
      const place = 4 * (plain.train.labels[index] ?? 0) + label
      counts[place] = (counts[place] ?? 0) + 1
    })
    const expected = 6000 / 16
    const squares = counts.map((count) => (count - expected) ** 2 / expected)
    // 99.999% quantile of the chi-square distribution with 12 degrees of freedom (SciPy).
    expect(squares.reduce((sum, value) => sum + value, 0)).toBeLessThan(46.57)
  })

  test('`to another class` changes every label that it replaces', async () => {
    const { train } = await prepared('random labels to another class')
    expect(changedShare(plain.train.labels, train.labels)).toBe(1)
  })

  test('labels flip by their row of the matrix', async () => {
    const before = await prepared('true labels', 0, 'pair')
    const { train } = await prepared('confused', 0, 'pair')
    for (const [label, share] of [0.1, 0.3].entries()) {
      const those = before.train.labels.map((one, index) =>
        one === label ? (train.labels[index] ?? 0) : -1,
      )
      const own = those.filter((one) => one >= 0)
      const { low, high } = near(share, own.length)
      const flipped = own.filter((one) => one !== label).length / own.length
      expect(flipped).toBeGreaterThan(low)
      expect(flipped).toBeLessThan(high)
    }
  })

  test('a smaller share is replaced likewise within a larger', async () => {
    const [some, more] = [await prepared('random labels 20%'), await prepared('random labels 60%')]
    some.train.labels.forEach((label, index) => {
      if (label !== plain.train.labels[index]) expect(more.train.labels[index]).toBe(label)
    })
  })

  test('on both splits, each split is drawn by itself', async () => {
    const { train, test: held } = await prepared('random labels on both splits')
    expect(changedShare(held.labels, plain.test.labels)).toBeGreaterThan(0.6)
    expect(changedShare(held.labels, train.labels.subarray(0, 2000))).toBeGreaterThan(0.6)
  })
})

describe('pixels', () => {
  test('shuffled pixels are one permutation, the same for every image of both splits', async () => {
    const { train, test: held } = await prepared('shuffled pixels')
    const [before, after] = [pixelsOf(image(plain.train, 0)), pixelsOf(image(train, 0))]
    expect([...after].sort()).toEqual([...before].sort())
    const order = after.map((pixel) => before.indexOf(pixel))
    expect(new Set(order).size).toBe(64)
    for (const [one, other] of [
      [plain.train, train],
      [plain.test, held],
    ] as const) {
      for (const index of [1, 77, 1999]) {
        const moved = pixelsOf(image(one, index))
        expect(pixelsOf(image(other, index))).toEqual(order.map((place) => moved[place]))
      }
    }
    expect(train.labels).toEqual(plain.train.labels)
  })

  test('per channel, each channel is moved by itself; mixed, values leave their channel', async () => {
    const channel = (values: Float32Array, one: number) =>
      Array.from(values.filter((_, index) => index % 3 === one))
    const [own, mixed] = [
      await prepared('shuffled pixels per channel'),
      await prepared('shuffled pixels channels mixed'),
    ]
    const before = image(plain.train, 0)
    const orders = [0, 1, 2].map((one) => {
      const after = channel(image(own.train, 0), one)
      expect([...after].sort()).toEqual([...channel(before, one)].sort())
      return after.map((value) => channel(before, one).indexOf(value)).join()
    })
    expect(new Set(orders).size).toBe(3)
    const after = image(mixed.train, 0)
    expect(Array.from(after).sort()).toEqual(Array.from(before).sort())
    expect(channel(after, 0).sort()).not.toEqual(channel(before, 0).sort())
  })

  test('random pixels are another permutation for each image', async () => {
    const { train, test: held } = await prepared('random pixels')
    const orders = [0, 1, 2].map((index) => {
      const [before, after] = [pixelsOf(image(plain.train, index)), pixelsOf(image(train, index))]
      expect([...after].sort()).toEqual([...before].sort())
      return after.map((pixel) => before.indexOf(pixel)).join()
    })
    expect(new Set(orders).size).toBe(3)
    expect(held.pixels).toEqual(plain.test.pixels)
  })

  test.each(['', ' per channel'])(
    'gaussian pixels%s have the moments of the images',
    async (of) => {
      const { train } = await prepared(`gaussian pixels${of}`)
      for (const group of of === '' ? [undefined] : [0, 1, 2]) {
        const values = (all: Float32Array) =>
          group === undefined ? all : all.filter((_, index) => index % 3 === group)
        const [wanted, found] = [moments(values(plain.train.pixels)), moments(values(train.pixels))]
        const n = values(train.pixels).length
        expect(Math.abs(found.mean - wanted.mean)).toBeLessThan((5 * wanted.sd) / Math.sqrt(n))
        expect(Math.abs(found.sd - wanted.sd)).toBeLessThan((5 * wanted.sd) / Math.sqrt(2 * n))
        // The fourth moment of a normal distribution is 3.
        expect(found.kurtosis).toBeCloseTo(3, 1)
      }
    },
  )

  test('noise has its standard deviation and is independent of the image', async () => {
    const { train } = await prepared('gaussian noise 0.2')
    const noise = train.pixels.map((value, index) => value - (plain.train.pixels[index] ?? 0))
    const { mean, sd } = moments(noise)
    expect(mean).toBeCloseTo(0, 3)
    expect(sd).toBeCloseTo(0.2, 3)
  })
})

describe('composition and seeds', () => {
  test('steps act in their order', async () => {
    const shuffled = await prepared('shuffled pixels + gaussian noise 0.2')
    const noisy = await prepared('gaussian noise 0.2 + shuffled pixels')
    const alone = await prepared('shuffled pixels')
    const difference = (one: Images, other: Images) =>
      image(one, 0).map((value, index) => value - (image(other, 0)[index] ?? 0))
    const [after, before] = [
      difference(shuffled.train, alone.train),
      difference(noisy.train, alone.train),
    ]
    // The same noise, once added where it was drawn, once moved with the pixels.
    expect(Array.from(after, round).sort()).toEqual(Array.from(before, round).sort())
    expect(Array.from(after, round)).not.toEqual(Array.from(before, round))
  })

  test('a declared composition with a parameter is the composition', async () => {
    const [named, written] = [
      await prepared('noisy(30%)'),
      await prepared('random labels 30% + gaussian noise 0.2'),
    ]
    expect(named).toEqual(written)
  })

  test('what is composed with labels does not change their draw', async () => {
    const [alone, composed] = [
      await prepared('random labels 40%'),
      await prepared('shuffled pixels + random labels 40%'),
    ]
    expect(composed.train.labels).toEqual(alone.train.labels)
  })

  test('a seed repeats its draw; seeds are independent; a fixed seed is its own', async () => {
    const draw = async (name: string, seed: number) => (await prepared(name, seed)).train.labels
    expect(await draw('random labels', 1)).toEqual(await draw('random labels', 1))
    const [one, other] = [await draw('random labels', 1), await draw('random labels', 2)]
    const { low, high } = near(0.75, 6000)
    expect(changedShare(one, other)).toBeGreaterThan(low)
    expect(changedShare(one, other)).toBeLessThan(high)
    expect(await draw('fixed', 1)).toEqual(await draw('fixed', 2))
  })
})

describe('mistakes', () => {
  test.each([
    ['random labels 140%', '`probability` must be between 0 and 1, not 140%'],
    ['random lables', 'unknown corruption `random lables`'],
    ['confused', '`flip` does not fit: its matrix must have 4 rows of 4'],
    ['shuffled pixels quickly', '`quickly` is not a setting of `permute`'],
  ])('%s', async (name, message) => {
    await expect(prepared(name)).rejects.toThrow(message)
  })
})

const round = (value: number) => Math.round(1e4 * value) + 0

function moments(values: Float32Array): { mean: number; sd: number; kurtosis: number } {
  const average = (power: number, centre: number) =>
    values.reduce((sum, value) => sum + (value - centre) ** power, 0) / values.length
  const mean = average(1, 0)
  const variance = average(2, mean)
  return { mean, sd: Math.sqrt(variance), kurtosis: average(4, mean) / variance ** 2 }
}
