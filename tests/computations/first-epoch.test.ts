import { expect, test } from 'vitest'
import { spread } from '../../src/computations/memorization/first-epoch-errors.js'
import { firstEpoch } from '../../src/computations/memorization/first-epoch.js'
import { portableEngine } from '../../src/engine/portable/engine.js'
import type { Images } from '../../src/kinds/images.js'
import { type RandomKey, RandomStream, deriveKey, seedKey } from '../../src/random/key.js'

const networks = 40
const key = seedKey(0)

/** Images of 4x4 noise around a mean that is the class's own, or nobody's. */
function images(apart: number, key: RandomKey): Images {
  const count = 200
  const stream = new RandomStream(key)
  const labels = Int32Array.from({ length: count }, (_, index) => index % 2)
  const pixels = Float32Array.from({ length: count * 16 }, (_, index) => {
    const label = labels[Math.floor(index / 16)] ?? 0
    // Half of the images of each class are further from the other class.
    const ease = Math.floor(index / 32) % 2 === 0 ? 1 : 0.1
    return stream.normal() + (label === 0 ? -1 : 1) * apart * ease
  })
  return { count, shape: [4, 4, 1], pixels, labels }
}

async function compute(train: Images, own = key) {
  const session = await portableEngine.start({ threads: 1 })
  const data = { train, test: train, classes: 2 }
  return firstEpoch.compute({ networks, units: 16, rate: 0.1, batch: 20 } as never, {
    session: () => Promise.resolve(session),
    data,
    points: undefined,
    key: own,
    uncorrupted: () => Promise.reject(new Error('no corruption here')),
    progress: () => Promise.resolve(),
  })
}

test('where every example is as easy as the others the ratio is 1', () => {
  const stream = new RandomStream(seedKey(1))
  const wrong = Float64Array.from({ length: 20_000 }, () => {
    const throws = Array.from({ length: networks }, () => stream.uniform() < 0.3)
    return throws.filter(Boolean).length
  })
  const found = spread(wrong, networks)
  expect(found['mean error']).toBeCloseTo(0.3, 2)
  // Its standard error is sqrt(2 / 20,000).
  expect(Math.abs((found['variance ratio'] ?? NaN) - 1)).toBeLessThan(0.04)
})

test('where all is decided the variance is that of a coin', () => {
  const found = spread(Float64Array.of(0, networks, 0, networks), networks)
  expect(found['error variance']).toBe(0.25)
  expect(found['variance ratio']).toBeCloseTo(networks, 10)
})

test('examples of two ranks of ease vary more than noise', async () => {
  const data = await compute(images(1, deriveKey(key, 'data')))
  const noise = await compute(images(0, deriveKey(key, 'data')))
  expect(data['mean error']).toBeLessThan(0.3)
  expect(noise['mean error']).toBeGreaterThan(0.3)
  expect(data['variance ratio']).toBeGreaterThan(2)
})

test('repeats, and differs with the key', async () => {
  const train = images(1, deriveKey(key, 'data'))
  expect(await compute(train)).toEqual(await compute(train))
  expect(await compute(train, seedKey(1))).not.toEqual(await compute(train))
})
