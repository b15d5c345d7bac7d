/** @file Stochastic gradient descent on a linear model with squared loss, one point for each step. */

import type { Points } from '../../kinds/computation.js'
import { type RandomKey, RandomStream, deriveKey } from '../../random/key.js'
import { dot } from './projection.js'

export interface SgdSettings {
  /** The learning rate, relative to 1 / |x|^2, the rate at which a step fits its point exactly. */
  rate: number
  epochs: number
  key: RandomKey
}

/** @returns the weights after the given number of passes over the points, each in a new order */
export function sgdFrom(
  start: Float64Array,
  { count, dimension, coordinates, targets }: Points,
  { rate, epochs, key }: SgdSettings,
): Float64Array {
  const weights = start.slice()
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const order = new RandomStream(deriveKey(key, `epoch ${epoch}`)).permutation(count)
    for (const index of order) {
      const point = coordinates.subarray(index * dimension, (index + 1) * dimension)
      const residual = dot(weights, point) - (targets[index] ?? NaN)
      const step = (rate * residual) / dot(point, point)
      for (let axis = 0; axis < dimension; axis++) {
        weights[axis] = (weights[axis] ?? NaN) - step * (point[axis] ?? NaN)
      }
    }
  }
  return weights
}
