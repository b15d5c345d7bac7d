/**
 * @file Corollary 1's network: depth k, width O(n / k) and O(n + d) weights (Zhang et al. 2017, appendix C).
 *
 * The line of projected points is cut into blocks, one hidden layer each. A block's layer holds
 * Theorem 1's units for its own points, two ramps that indicate the block, and one unit that passes
 * the position on. The next layer keeps the block's function where the indicator is one, replaces it by zero
 * elsewhere, and adds it to the sum of the earlier blocks.
 */

import type { Connection, Network, NetworkUnit } from './network.js'
import { type Projection, interleave } from './projection.js'
import { outputWeights } from './two-layers.js'

/** A block's piecewise linear function, zero before the block and constant after it. */
interface Block {
  kinks: { threshold: number; weight: number }[]
  /** The positions at which the indicator starts to rise, has risen, starts to fall, and has fallen. */
  ramps: [number, number, number, number]
  /** No smaller than the function at any of the points. */
  ceiling: number
}

/** @param depth number of layers with weights, without the projection: at least 3 */
export function deep({ direction, positions, targets }: Projection, depth: number): Network {
  const count = positions.length
  const blocks = depth - 2
  // ReLU units pass on only nonnegative values, so positions are relative to a place before the first point, and
  // targets to the lowest target.
  const origin = (positions[0] ?? 0) - 1
  const places = positions.map((position) => position - origin)
  const lowest = Math.min(...targets)
  const heights = targets.map((target) => target - lowest)
  const cuts = Array.from({ length: blocks + 1 }, (_, cut) => Math.round((cut * count) / blocks))
  const built = cuts.slice(0, -1).map((start, index) => {
    return block(places, heights, start, cuts[index + 1] ?? count)
  })

  const shared: Connection[] = Array.from(direction, (weight, from) => ({ from, weight }))
  const network: Network = [[{ inputs: shared, activation: 'linear' }]]
  for (let layer = 0; layer <= blocks; layer++) network.push(hiddenLayer(built, layer, origin))
  const [sum, kept] = [indexOf(built, blocks, 'sum'), indexOf(built, blocks, 'kept')]
  network.push([{ inputs: [wire(sum), wire(kept)], bias: lowest, activation: 'linear' }])
  return network
}

/** The units of a layer, in order: the position, the sum, the kept value of the block before, kinks, ramps. */
function indexOf(
  blocks: Block[],
  layer: number,
  unit: 'position' | 'sum' | 'kept' | 'kinks',
): number {
  const position = layer < blocks.length ? 1 : 0
  const before = layer === 0 ? 0 : 2
  return { position: 0, sum: position, kept: position + 1, kinks: position + before }[unit]
}

function hiddenLayer(blocks: Block[], layer: number, origin: number): NetworkUnit[] {
  const units: NetworkUnit[] = []
  const own = blocks[layer]
  const before = blocks[layer - 1]
  // The first layer reads the projection, later ones the position of the layer before.
  const offset = layer === 0 ? origin : 0
  const position: Connection[] = [wire(0)]
  if (own !== undefined) {
    const shift = layer === 0 ? { bias: -offset } : {}
    units.push({ inputs: position, ...shift, activation: 'relu' })
  }
  if (before !== undefined) {
    const summed = layer === 1 ? [] : (['sum', 'kept'] as const)
    const inputs = summed.map((unit) => wire(indexOf(blocks, layer - 1, unit)))
    units.push({ inputs, activation: 'relu' })
    units.push(keptValue(before, indexOf(blocks, layer - 1, 'kinks')))
  }
  if (own !== undefined) {
    for (const threshold of [...own.kinks.map((kink) => kink.threshold), ...own.ramps]) {
      units.push({ inputs: position, bias: -threshold - offset, activation: 'relu' })
    }
  }
  return units
}

/** max(f(x) - ceiling * (1 - indicator(x)), 0), from the block's kinks and ramps in the layer before. */
function keptValue({ kinks, ramps, ceiling }: Block, first: number): NetworkUnit {
  const rise = ceiling / (ramps[1] - ramps[0])
  const fall = ceiling / (ramps[3] - ramps[2])
  const weights = [...kinks.map((kink) => kink.weight), rise, -rise, -fall, fall]
  return {
    inputs: weights.map((weight, index) => ({ from: first + index, weight })),
    bias: -ceiling,
    activation: 'relu',
  }
}

function block(places: Float64Array, heights: Float64Array, start: number, end: number): Block {
  const own = places.slice(start, end)
  const first = own[0] ?? 0
  const last = own.at(-1) ?? 0
  const left = first - (places[start - 1] ?? first - 1)
  const right = (places[end] ?? last + 1) - last
  const thresholds = interleave(places).slice(start, end)
  const targets = heights.slice(start, end)
  const weights = outputWeights(own, thresholds, targets)
  const kinks = Array.from(weights, (weight, index) => ({
    threshold: thresholds[index] ?? NaN,
    weight,
  }))
  // Keeps the function constant after its last point, so that the ceiling bounds it there too.
  kinks.push({ threshold: last, weight: -weights.reduce((sum, weight) => sum + weight, 0) })
  return {
    kinks,
    ramps: [first - (2 * left) / 3, first - left / 3, last + right / 3, last + (2 * right) / 3],
    ceiling: Math.max(...targets) + 1,
  }
}

function wire(from: number): Connection {
  return { from, weight: 1, fixed: true }
}
