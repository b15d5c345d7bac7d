import { describe, expect, test } from 'vitest'
import { builtinRegistry } from '../../src/config/builtin-kinds.js'
import { resolveNamed } from '../../src/check/command-line-names.js'
import { prepareData, prepareInMemory } from '../../src/data/prepare.js'
import { parse } from '../../src/language/parse.js'
import { seedKey } from '../../src/random/key.js'

function resolve(statements: string) {
  const messages: string[] = []
  const report = ({ message }: { message: string }) => void messages.push(message)
  const text = `dataset d {\n  source shapes(size: 12x12, train: 403, test: 80)\n  ${statements}\n}\n`
  const tree = parse({ path: 'a.gen', text }, report)
  const named = { dataset: 'd', corruption: 'true labels' }
  const resolved = resolveNamed([tree], builtinRegistry, report, named)
  return { resolved, messages }
}

async function prepared(statements: string, seed = 0) {
  const { resolved, messages } = resolve(statements)
  if (resolved === undefined) throw new Error(messages.join('\n'))
  const setup = { dataset: resolved.dataset.setup, corruption: [] }
  return {
    ...(await prepareInMemory(builtinRegistry, setup, '', seedKey(seed))),
    streams: await prepareData(builtinRegistry, setup, '', seedKey(seed)),
  }
}

const counts = (labels: Int32Array, classes: number) =>
  Array.from({ length: classes }, (_, one) => labels.filter((label) => label === one).length)

describe('take and classes', () => {
  test('the first ones, equally many of each, or drawn by the run', async () => {
    const all = await prepared('')
    const first = await prepared('take 10 train, 7 test')
    expect(first.train.pixels).toEqual(all.train.pixels.subarray(0, first.train.pixels.length))
    expect(first.test.count).toBe(7)
    const balanced = await prepared('take balanced 42 train')
    expect(counts(balanced.train.labels, 4)).toEqual([11, 11, 10, 10])
    expect(balanced.test.count).toBe(80)
    const [one, again, other] = [
      await prepared('take random 50 train', 1),
      await prepared('take random 50 train', 1),
      await prepared('take random 50 train', 2),
    ]
    expect(one.train).toEqual(again.train)
    expect(one.train.labels).not.toEqual(other.train.labels)
  })

  test('classes and binary tasks', async () => {
    const two = await prepared('classes [cross, disc]')
    expect(two.classes).toBe(2)
    expect(counts(two.train.labels, 2)).toEqual([100, 101])
    const binary = await prepared('relabel [disc, cross] against [square]')
    expect(counts(binary.train.labels, 2)).toEqual([101, 201])
    expect(counts((await prepared('relabel [disc]')).train.labels, 2)).toEqual([302, 101])
  })

  test.each([
    [
      'take 500 train',
      'the number of train examples must be between 1 and 403, the number of examples, not 500',
    ],
    ['take balanced 403 test', 'must be between 1 and 80'],
    ['classes [disk]', 'unknown class `disk`'],
    ['classes [disc, disc]', 'the list takes each class once, not `disc`'],
    ['crop 13x13 center', '`crop` cannot cut 13x13 out of images of 12x12'],
  ])('%s is a mistake', (statements, message) => {
    const { resolved, messages } = resolve(statements)
    expect(resolved).toBeUndefined()
    expect(messages.join('\n')).toContain(message)
  })

  test('a choice of everything has the key of no choice', () => {
    const plain = resolve('').resolved
    expect(resolve('take random 403 train, 80 test').resolved).toEqual(plain)
  })
})

describe('preprocessing', () => {
  test('what is streamed is what is in memory', async () => {
    const { train, streams } = await prepared('crop 10x10 center\n  standardize per image')
    const some = Int32Array.from([402, 0, 17])
    const length = 300
    const expected = Array.from(some).flatMap((index) =>
      Array.from(train.pixels.subarray(index * length, (index + 1) * length)),
    )
    expect(Array.from(await streams.train.read(some))).toEqual(expected)
  })

  test('standardised per channel, the training images have mean 0 and deviation 1', async () => {
    const { train } = await prepared('standardize per channel')
    for (const channel of [0, 1, 2]) {
      const values = train.pixels.filter((_, index) => index % 3 === channel)
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length
      const square = values.reduce((sum, value) => sum + value * value, 0) / values.length
      expect(mean).toBeCloseTo(0, 4)
      expect(square).toBeCloseTo(1, 4)
    }
  })

  test('whitened by ZCA, the covariance is the identity but for epsilon', async () => {
    const { train } = await prepared('grayscale\n  resize 4x4\n  zca epsilon 0.000001')
    const [n, d] = [train.count, 16]
    for (const [row, column, expected] of [
      [0, 0, 1],
      [5, 5, 1],
      [0, 1, 0],
      [3, 12, 0],
    ] as const) {
      let sum = 0
      for (let i = 0; i < n; i++) {
        sum += (train.pixels[i * d + row] ?? 0) * (train.pixels[i * d + column] ?? 0)
      }
      expect(sum / n).toBeCloseTo(expected, 1)
    }
  })

  test('grey, resized and flat images have their shapes and values', async () => {
    expect((await prepared('grayscale\n  flatten')).train.shape).toEqual([144])
    const { train } = await prepared('resize 6x6')
    const whole = (await prepared('')).train
    const mean = (values: Float32Array) =>
      values.reduce((sum, value) => sum + value, 0) / values.length
    expect(train.shape).toEqual([6, 6, 3])
    expect(mean(train.pixels)).toBeCloseTo(mean(whole.pixels), 2)
  })
})
