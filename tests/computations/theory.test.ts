import { Matrix } from 'ml-matrix'
import { describe, expect, test } from 'vitest'
import { gaussianCloud } from '../../src/computations/theory/gaussian-cloud.js'
import { interpolator } from '../../src/computations/theory/interpolator.js'
import { linearInterpolation } from '../../src/computations/theory/linear-interpolation.js'
import { reluMatrix } from '../../src/computations/theory/relu-matrix.js'
import type { ComputationKind, Points } from '../../src/kinds/computation.js'
import { seedKey } from '../../src/random/key.js'

function compute(kind: ComputationKind, parameters: object, points: Points, seed = 0) {
  return kind.compute(parameters as never, {
    session: () => Promise.reject(new Error('no engine is needed')),
    data: undefined,
    points,
    key: seedKey(seed),
    uncorrupted: () => Promise.reject(new Error('no corruption here')),
    progress: () => Promise.resolve(),
  })
}

const cloud = (n: number, d: number, seed = 0) => gaussianCloud.draw({ n, d }, seedKey(seed))

describe('theorem 1: two layers and 2n + d weights', () => {
  test.each([
    [2, 1],
    [3, 50],
    [500, 20],
    [2000, 20],
  ])('pass through %i points in %i dimensions', async (n, d) => {
    const found = await compute(
      interpolator,
      { construction: 'relu_2n_plus_d', depth: 3 },
      cloud(n, d),
    )
    expect(found).toMatchObject({ weights: 2 * n + d, width: n, depth: 2 })
    expect(found['max residual']).toBeLessThan(1e-6)
  })

  test('equal points with different targets are refused', async () => {
    const points = {
      count: 2,
      dimension: 1,
      coordinates: Float64Array.of(1, 1),
      targets: Float64Array.of(0, 1),
    }
    const computing = compute(interpolator, { construction: 'relu_2n_plus_d', depth: 3 }, points)
    await expect(computing).rejects.toThrow('two points are the same')
  })
})

describe('corollary 1: depth k, width O(n / k), O(n + d) weights', () => {
  test.each([3, 4, 8, 22])('depth %i', async (depth) => {
    const [n, d] = [500, 20]
    const found = await compute(interpolator, { construction: 'relu_depth_k', depth }, cloud(n, d))
    const blocks = depth - 2
    expect(found['depth']).toBe(depth)
    expect(found['max residual']).toBeLessThan(1e-6)
    expect(found['width']).toBeLessThanOrEqual(Math.ceil(n / blocks) + 8)
    expect(found['weights']).toBeLessThanOrEqual(2 * n + d + 12 * blocks + 1)
  })
})

test('lemma 1: the matrix has full rank, and its smallest eigenvalue is the smallest gap', async () => {
  const found = await compute(reluMatrix, {}, cloud(60, 5))
  expect(found['rank']).toBe(60)
  expect(found['smallest eigenvalue']).toBeCloseTo(found['smallest gap'] ?? NaN, 12)
  // What the remark after the lemma overlooks: the norm of a solution follows the singular values.
  expect(found['smallest singular value']).toBeLessThan((found['smallest gap'] ?? NaN) / 10)
})

describe('linear models with more dimensions than points', () => {
  const parameters = { rate: 1, epochs: 2000 }

  test.each([0, 1, 2])('seed %i', async (seed) => {
    const points = cloud(20, 60, seed)
    const found = await compute(linearInterpolation, parameters, points, seed)
    expect(found['max residual']).toBeLessThan(1e-9)
    expect(found['distance to minimum norm']).toBeLessThan(1e-9)
    expect(found['norm ratio']).toBeGreaterThan(1)
    expect(found['hessian difference']).toBeLessThan(1e-8)
    expect(found['hessian rank']).toBe(20)
  })

  test('fewer dimensions than points are refused', async () => {
    await expect(compute(linearInterpolation, parameters, cloud(20, 10))).rejects.toThrow(
      'more dimensions than points',
    )
  })
})

test('a Gaussian cloud has the moments of a standard normal', () => {
  const { coordinates } = cloud(1000, 100)
  const x = Matrix.rowVector(coordinates)
  // Standard errors of 100,000 draws: 0.0032 of the mean, 0.0045 of the variance.
  expect(Math.abs(x.mean())).toBeLessThan(0.013)
  expect(Math.abs(x.variance('row')[0] ?? NaN) - 1).toBeLessThan(0.018)
})
