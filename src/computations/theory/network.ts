/** @file Sparse ReLU networks in double precision, as constructions define them. */

/** A connection into a unit from a unit of the layer before. */
export interface Connection {
  from: number
  weight: number
  /** True for wiring, such as the 1 that passes a value on, which is not a chosen weight. */
  fixed?: boolean
}

export interface NetworkUnit {
  inputs: Connection[]
  bias?: number
  /** Units of the last layer, and those that pass on a projection, are linear. */
  activation: 'relu' | 'linear'
}

/** Layers of units; the last has one unit, the output. */
export type Network = NetworkUnit[][]

/** The network's output at one point. */
export function evaluate(network: Network, point: Float64Array): number {
  let values: ArrayLike<number> = point
  for (const layer of network) {
    values = Float64Array.from(layer, ({ inputs, bias = 0, activation }) => {
      let sum = bias
      for (const { from, weight } of inputs) sum += weight * (values[from] ?? NaN)
      return activation === 'relu' ? Math.max(sum, 0) : sum
    })
  }
  return values[0] ?? NaN
}

/** The number of values that the construction chose: connections and biases that are not wiring. */
export function countWeights(network: Network): number {
  return network.flat().reduce((sum, { inputs, bias }) => {
    const chosen = inputs.filter(({ fixed }) => fixed !== true).length
    return sum + chosen + (bias === undefined ? 0 : 1)
  }, 0)
}

/** The number of units of the widest hidden layer. */
export function widthOf(network: Network): number {
  return Math.max(...network.slice(0, -1).map((layer) => layer.length))
}
