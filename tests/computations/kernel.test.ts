import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { kernel } from '../../src/computations/kernel-machines/computation.js'
import { portableEngine } from '../../src/engine/portable/engine.js'
import type { Images } from '../../src/kinds/images.js'
import { seedKey } from '../../src/random/key.js'

/** Computed by kernel-reference.py. */
const reference = JSON.parse(
  readFileSync(new URL('kernel-reference.json', import.meta.url), 'utf8'),
) as Record<'gamma' | 'ridge' | 'train error' | 'test error' | 'norm', number>[]

/** The images of kernel-reference.py. */
function images(count: number, offset: number): Images {
  const pixels = Float32Array.from({ length: count * 36 }, (_, index) => {
    const n = index + 1 + offset
    return 0.5 + 0.5 * Math.sin(0.7 * n + 0.3 * Math.sin(0.11 * n))
  })
  const labels = Int32Array.from({ length: count }, (_, index) => {
    const first = pixels.subarray(index * 36, index * 36 + 5)
    return Math.floor(first.reduce((sum, value) => sum + Math.abs(value), 0) * 7) % 3
  })
  return { count, shape: [6, 6, 1], pixels, labels }
}

const data = { train: images(240, 0), test: images(80, 50_000), classes: 3 }

const defaults = {
  ...{ shape: 'gaussian', gamma: 4, ridge: 0, features: 'none', filters: 8 },
  ...{ solved: 'iteratively', tolerance: 1e-5, landmarks: 0, through: 'train' },
}

async function compute(parameters: Partial<Record<keyof typeof defaults, unknown>>) {
  const session = await portableEngine.start({ threads: 1 })
  return kernel.compute({ ...defaults, ...parameters } as never, {
    session: () => Promise.resolve(session),
    data,
    points: undefined,
    key: seedKey(0),
    uncorrupted: () => Promise.reject(new Error('no corruption here')),
    progress: () => Promise.resolve(),
  })
}

describe.each(reference)('gamma $gamma, ridge $ridge', ({ gamma, ridge, ...known }) => {
  test.each(['exactly', 'iteratively'])('solved %s, as SciPy solves it', async (solved) => {
    const found = await compute({ gamma, ridge, solved })
    expect(found['train error']).toBe(known['train error'])
    expect(found['test error']).toBe(known['test error'])
    // The matrix is in single precision, and its condition 3,000.
    expect((found['norm'] ?? NaN) / known.norm).toBeCloseTo(1, 3)
    expect(found['residual']).toBeLessThan(2e-5)
  })
})

test('an interpolant that also passes through random labels of the test images has a larger norm, and fits nothing else', async () => {
  const minimum = await compute({})
  const other = await compute({ through: 'both' })
  expect(other['train error']).toBe(0)
  expect(other['norm']).toBeGreaterThan(minimum['norm'] ?? NaN)
  // Random labels of three classes hit the true one a third of the time.
  expect(other['test error']).toBeGreaterThan(0.5)
})

test('a gamma that is not given follows from the median distance', async () => {
  const { gamma } = await compute({ gamma: 0, ridge: 0.1 })
  const { train } = data
  const distances: number[] = []
  for (let a = 0; a < train.count; a++) {
    for (let b = 0; b < a; b++) {
      const difference = train.pixels
        .subarray(36 * a, 36 * a + 36)
        .map((value, index) => value - (train.pixels[36 * b + index] ?? NaN))
      distances.push(difference.reduce((sum, value) => sum + value * value, 0))
    }
  }
  distances.sort((a, b) => a - b)
  expect(gamma).toBeCloseTo(2 / (distances[Math.floor(distances.length / 2)] ?? NaN), 4)
})

test.each(['gabor', 'random convolution'])('features: %s', async (features) => {
  const found = await compute({ features, gamma: 0, ridge: 0.1 })
  expect(found['train error']).toBeLessThan(0.5)
  expect(await compute({ features, gamma: 0, ridge: 0.1 })).toEqual(found)
})

test('a set too large to be solved exactly says what to do', async () => {
  const large = { ...data, train: images(3001, 0) }
  const session = await portableEngine.start({ threads: 1 })
  const computing = kernel.compute({ ...defaults, solved: 'exactly' } as never, {
    session: () => Promise.resolve(session),
    data: large,
    points: undefined,
    key: seedKey(0),
    uncorrupted: () => Promise.reject(new Error('no corruption here')),
    progress: () => Promise.resolve(),
  })
  await expect(computing).rejects.toThrow('takes up to 3000 images, not 3001')
})
