/** @file Theorem 1's network: two layers and 2n + d weights through any n points in d dimensions. */

import type { Connection, Network } from './network.js'
import { type Projection, interleave } from './projection.js'

/**
 * The lower triangular matrix max(x_i - b_j, 0) of Lemma 1, solved for the output weights:
 * A w = y by forward substitution.
 */
export function outputWeights(
  positions: Float64Array,
  thresholds: Float64Array,
  targets: Float64Array,
): Float64Array {
  const weights = new Float64Array(positions.length)
  for (let row = 0; row < positions.length; row++) {
    const position = positions[row] ?? NaN
    let rest = targets[row] ?? NaN
    for (let column = 0; column < row; column++) {
      rest -= (weights[column] ?? NaN) * (position - (thresholds[column] ?? NaN))
    }
    weights[row] = rest / (position - (thresholds[row] ?? NaN))
  }
  return weights
}

/** c(z) = sum of w_j max(<a, z> - b_j, 0) (Zhang et al. 2017, theorem 1 and appendix C). */
export function twoLayers({ direction, positions, targets }: Projection): Network {
  const thresholds = interleave(positions)
  const weights = outputWeights(positions, thresholds, targets)
  // All units share the direction, so it is a single linear unit before them.
  const shared: Connection[] = Array.from(direction, (weight, from) => ({ from, weight }))
  const handedOn: Connection[] = [{ from: 0, weight: 1, fixed: true }]
  return [
    [{ inputs: shared, activation: 'linear' }],
    Array.from(thresholds, (threshold) => ({
      inputs: handedOn,
      bias: -threshold,
      activation: 'relu',
    })),
    [{ inputs: Array.from(weights, (weight, from) => ({ from, weight })), activation: 'linear' }],
  ]
}
