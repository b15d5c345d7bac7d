/** @file The cost of a model: parameters, operations and activations, from its layers alone. */

import type { LayerSetup, Setup } from '../claims/setup.js'
import type { Registry } from '../kinds/registry.js'
import { type Shape, elements } from '../kinds/shape.js'
import { describeSource } from '../kinds/dataset-source.js'

/** The cost of one example in the forward pass. */
export interface ModelCost {
  parameters: number
  multiplyAdds: number
  /** Output values of all layers. */
  activations: number
  output: Shape
}

/**
 * The input shape of a model on a dataset.
 * @returns the shape of one image after preprocessing
 */
export function imageShape(registry: Registry, dataset: Setup['dataset']): Shape {
  const { shape } = describeSource(registry, dataset)
  return dataset.preprocessing.reduce(
    (input, { kind, parameters }) =>
      registry.get('preprocessing', kind).outputShape(parameters, input),
    shape,
  )
}

/**
 * Adds up the cost of layers.
 * @param input the shape of one example
 */
export function modelCost(
  registry: Registry,
  layers: readonly LayerSetup[],
  input: Shape,
): ModelCost {
  let total: ModelCost = { parameters: 0, multiplyAdds: 0, activations: 0, output: input }
  for (const layer of layers) {
    const cost = layerCost(registry, layer, total.output)
    total = {
      parameters: total.parameters + cost.parameters,
      multiplyAdds: total.multiplyAdds + cost.multiplyAdds,
      activations: total.activations + cost.activations,
      output: cost.output,
    }
  }
  return total
}

function layerCost(registry: Registry, layer: LayerSetup, input: Shape): ModelCost {
  const { kind: name, parameters: settings, branches } = layer
  if (branches !== undefined) {
    const costs = branches.map((branch) => modelCost(registry, branch, input))
    const sum = (part: 'parameters' | 'multiplyAdds' | 'activations') =>
      costs.reduce((total, cost) => total + cost[part], 0)
    const shapes = costs.map(({ output }) => output)
    const output = registry.get('combination', name).outputShape(settings, shapes, input)
    return {
      parameters: sum('parameters'),
      multiplyAdds: sum('multiplyAdds'),
      activations: sum('activations') + elements(output),
      output,
    }
  }
  const kind = registry.get('layer', name)
  const output = kind.outputShape(settings, input)
  const weights = Object.values(kind.weights(settings, input)).filter(({ trainable }) => trainable)
  // In a dense layer and in a convolution, each weight of the kernel is used once for each output of its unit;
  // a unit has as many outputs as all outputs divided by the number of units.
  const counted = weights
    .filter(({ shape }) => shape.length > 1)
    .reduce((sum, { shape }) => sum + (elements(shape) * elements(output)) / (shape.at(-1) ?? 1), 0)
  return {
    parameters: weights.reduce((sum, { shape }) => sum + elements(shape), 0),
    multiplyAdds: kind.multiplyAdds?.(settings, input) ?? counted,
    activations: elements(output),
    output,
  }
}
