/** @file Projection of points to a line: the first step of Theorem 1's construction. */

import type { Points } from '../../kinds/computation.js'
import { type RandomKey, RandomStream, deriveKey } from '../../random/key.js'

export interface Projection {
  /** The direction a, [dimension]. */
  direction: Float64Array
  /** <a, z> of each point, in rising order. */
  positions: Float64Array
  /** The target at each position. */
  targets: Float64Array
  /** The index of the point at each position. */
  order: Int32Array
}

/**
 * Projects distinct points to distinct positions (Zhang et al. 2017, appendix C). A random direction
 * does so with probability one.
 * @throws Error if two points have the same position
 */
export function project(points: Points, key: RandomKey): Projection {
  const { count, dimension, coordinates } = points
  const stream = new RandomStream(deriveKey(key, 'direction'))
  const direction = Float64Array.from({ length: dimension }, () => stream.normal())
  const length = Math.hypot(...direction)
  direction.forEach((value, index) => (direction[index] = value / length))
  const unsorted = Float64Array.from({ length: count }, (_, index) =>
    dot(direction, coordinates.subarray(index * dimension, (index + 1) * dimension)),
  )
  const order = Int32Array.from({ length: count }, (_, index) => index).sort(
    (a, b) => (unsorted[a] ?? 0) - (unsorted[b] ?? 0),
  )
  const positions = Float64Array.from(order, (index) => unsorted[index] ?? NaN)
  const targets = Float64Array.from(order, (index) => points.targets[index] ?? NaN)
  if (positions.some((position, index) => position === positions[index - 1])) {
    throw new Error(
      'two points are the same, or fall on the same position; no function separates them',
    )
  }
  return { direction, positions, targets, order }
}

/** Thresholds between the positions: b1 < x1 < b2 < x2 …, each in the middle of its gap. */
export function interleave(positions: Float64Array): Float64Array {
  return positions.map((position, index) => {
    const previous = positions[index - 1] ?? 2 * position - (positions[index + 1] ?? position + 1)
    return (previous + position) / 2
  })
}

/** The dot product, summed in order of index, as `evaluate` does. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let index = 0; index < a.length; index++) sum += (a[index] ?? 0) * (b[index] ?? 0)
  return sum
}
