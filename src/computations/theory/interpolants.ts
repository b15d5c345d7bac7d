/** @file Interpolants of a linear model: those of SGD from two starts, and that of minimum norm. */

import { CholeskyDecomposition, Matrix } from 'ml-matrix'
import type { ComputationInput, Points } from '../../kinds/computation.js'
import { type RandomKey, RandomStream, deriveKey } from '../../random/key.js'
import { numericalHessian, rankOf } from './hessian.js'
import { sgdFrom } from './linear-sgd.js'

/** Computes the values that the computation `linear_interpolation` reports. */
export async function interpolants(
  { rate, epochs }: { rate: number; epochs: number },
  { points, key, progress }: ComputationInput,
): Promise<Record<string, number>> {
  if (points === undefined) throw new Error('internal: the interpolation was given no points')
  const { count, dimension } = points
  if (dimension <= count) {
    throw new Error(
      `a linear model interpolates any targets where it has more dimensions than points; here are ${dimension} and ${count}`,
    )
  }
  const minimum = minimumNorm(points)
  const settings = { rate, epochs, key: deriveKey(key, 'order') }
  const fromZero = sgdFrom(new Float64Array(dimension), points, settings)
  await progress(0.3, 'SGD from zero')
  const elsewhere = sgdFrom(randomStart(dimension, key), points, settings)
  await progress(0.6, 'SGD from a random start')
  const hessians = [minimum, elsewhere].map((weights) => numericalHessian(points, weights))
  const [first, second] = hessians as [Matrix, Matrix]
  return {
    'max residual': largestResidual(points, fromZero),
    'distance to minimum norm': distance(fromZero, minimum) / norm(minimum),
    'norm ratio': norm(elsewhere) / norm(minimum),
    'hessian difference': Matrix.sub(first, second).abs().max(),
    'hessian rank': rankOf(first),
  }
}

function minimumNorm({ count, dimension, coordinates, targets }: Points): Float64Array {
  const x = Matrix.from1DArray(count, dimension, coordinates)
  const gram = x.mmul(x.transpose())
  const alpha = new CholeskyDecomposition(gram).solve(Matrix.columnVector(targets))
  return Float64Array.from(x.transpose().mmul(alpha).to1DArray())
}

function randomStart(dimension: number, key: RandomKey): Float64Array {
  const stream = new RandomStream(deriveKey(key, 'start'))
  return Float64Array.from({ length: dimension }, () => stream.normal())
}

function largestResidual(
  { count, dimension, coordinates, targets }: Points,
  weights: Float64Array,
) {
  const predicted = Matrix.from1DArray(count, dimension, coordinates).mmul(
    Matrix.columnVector(weights),
  )
  return predicted.sub(Matrix.columnVector(targets)).abs().max()
}

const norm = (vector: Float64Array) => Math.hypot(...vector)

const distance = (a: Float64Array, b: Float64Array) =>
  norm(a.map((value, index) => value - (b[index] ?? NaN)))
