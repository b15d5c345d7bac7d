/** @file The construction and evaluation of a ReLU network through given points. */

import type { ComputationInput } from '../../kinds/computation.js'
import { deep } from './deep.js'
import { countWeights, evaluate, widthOf } from './network.js'
import { project } from './projection.js'
import { twoLayers } from './two-layers.js'

/** Computes the values that the computation `interpolator` reports. */
export async function interpolatingNetwork(
  { construction, depth }: { construction: 'relu_2n_plus_d' | 'relu_depth_k'; depth: number },
  { points, key, progress }: ComputationInput,
): Promise<Record<string, number>> {
  if (points === undefined) throw new Error('internal: the interpolator was given no points')
  const projection = project(points, key)
  const two = construction === 'relu_2n_plus_d'
  const network = two ? twoLayers(projection) : deep(projection, depth)
  await progress(0.5, 'constructed')
  const { count, dimension, coordinates, targets } = points
  let largest = 0
  for (let index = 0; index < count; index++) {
    const point = coordinates.subarray(index * dimension, (index + 1) * dimension)
    largest = Math.max(largest, Math.abs(evaluate(network, point) - (targets[index] ?? NaN)))
  }
  return {
    weights: countWeights(network),
    width: widthOf(network),
    depth: network.length - 1,
    'max residual': largest,
  }
}
