/** @file The Hessian of a linear model's loss, from finite differences of its gradient. */

import { EigenvalueDecomposition, Matrix } from 'ml-matrix'
import type { Points } from '../../kinds/computation.js'
import { dot } from './projection.js'

const step = 1e-5

/**
 * Computes the Hessian of the mean log-cosh loss, whose second derivative depends on the residual: only at
 * global optima, where all residuals are zero, must the Hessians agree.
 * @returns [dimension, dimension]
 */
export function numericalHessian(points: Points, weights: Float64Array): Matrix {
  const columns = Array.from(weights, (_, axis) => {
    const moved = (by: number) => {
      const other = weights.slice()
      other[axis] = (other[axis] ?? NaN) + by
      return gradient(points, other)
    }
    const [above, below] = [moved(step), moved(-step)]
    return Array.from(above, (value, index) => (value - (below[index] ?? NaN)) / (2 * step))
  })
  return new Matrix(columns).transpose()
}

/** The gradient of mean log cosh(x'w - y), whose derivative is tanh. */
function gradient(
  { count, dimension, coordinates, targets }: Points,
  weights: Float64Array,
): Float64Array {
  const sum = new Float64Array(dimension)
  for (let index = 0; index < count; index++) {
    const point = coordinates.subarray(index * dimension, (index + 1) * dimension)
    const slope = Math.tanh(dot(weights, point) - (targets[index] ?? NaN)) / count
    for (let axis = 0; axis < dimension; axis++) {
      sum[axis] = (sum[axis] ?? NaN) + slope * (point[axis] ?? NaN)
    }
  }
  return sum
}

/** The number of eigenvalues of a symmetric matrix above the error of the differences. */
export function rankOf(hessian: Matrix): number {
  const symmetric = Matrix.add(hessian, hessian.transpose()).mul(0.5)
  const { realEigenvalues } = new EigenvalueDecomposition(symmetric, { assumeSymmetric: true })
  const largest = Math.max(...realEigenvalues)
  return realEigenvalues.filter((value) => value > 1e-6 * largest).length
}
