/** @file What a run costs, from its set-up alone: parameters, floating-point operations, memory. */

import {
  type ComputationSetup,
  type LayerSetup,
  type RunSetup,
  type Setup,
  isComputation,
} from '../claims/setup.js'
import { machineMemory, splitShare } from '../engine/machine.js'
import type { Registry } from '../kinds/registry.js'
import { type Shape, elements } from '../kinds/shape.js'
import { describeSource } from '../kinds/source.js'

/** Of one example, forward. */
export interface ModelCost {
  parameters: number
  multiplyAdds: number
  /** Values that all layers put out. */
  activations: number
  output: Shape
}

export interface Work {
  parameters: number
  /** Floating-point operations up to the last epoch: a multiplication and an addition are two. */
  flops: number
  /** The part of them that one epoch takes, an evaluation included where every epoch has one. */
  flopsPerEpoch: number
  /** Bytes that the data, the weights and one step's activations take at least. */
  memory: number
}

const bytesPerValue = 4
/** The backward pass computes the gradients of inputs and weights, each as much work as forward. */
const passesPerStep = 3
/** Weights, gradients, and what the optimizer remembers of each. */
const copiesOfWeights = 3

export function workOf(registry: Registry, setup: RunSetup): Work {
  return isComputation(setup) ? computationWork(registry, setup) : trainingWork(registry, setup)
}

function computationWork(registry: Registry, setup: ComputationSetup): Work {
  const { computation, points, dataset } = setup
  const { flops, memory } = registry
    .get('computation', computation.kind)
    .work(computation.parameters, {
      points: points && registry.get('points', points.kind).size(points.parameters),
      dataset: dataset && {
        ...{ train: dataset.take.train, test: dataset.take.test },
        shape: imageShape(registry, dataset),
      },
    })
  return { parameters: 0, flops, flopsPerEpoch: flops, memory }
}

function trainingWork(registry: Registry, { dataset, model, training }: Setup): Work {
  const image = imageShape(registry, dataset)
  const cost = modelCost(registry, model, image)
  const { train, test } = dataset.take
  const forward = 2 * cost.multiplyAdds
  const evaluations = Math.ceil(training.stop.epochs / training.evaluateEvery)
  const steps = training.stop.epochs * train * passesPerStep * forward
  const flops = steps + evaluations * (train + test) * forward
  // A split that is too large is read batch by batch, the next one during a step.
  const held = (examples: number) => {
    const fits = bytesPerValue * examples * elements(image) <= splitShare * machineMemory()
    return (fits ? examples : Math.min(examples, 2 * training.batch)) * elements(image)
  }
  const values =
    held(train) +
    held(test) +
    copiesOfWeights * cost.parameters +
    2 * training.batch * cost.activations
  return {
    parameters: cost.parameters,
    flops,
    flopsPerEpoch: flops / training.stop.epochs,
    memory: bytesPerValue * values,
  }
}

/** @returns the shape of one image after preprocessing */
function imageShape(registry: Registry, dataset: Setup['dataset']): Shape {
  const { shape } = describeSource(registry, dataset)
  return dataset.preprocessing.reduce(
    (input, { kind, parameters }) =>
      registry.get('preprocessing', kind).outputShape(parameters, input),
    shape,
  )
}

/** @param input the shape of one example */
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
  // In a dense layer and in a convolution each weight of the kernel is used once for each output
  // of its unit; the outputs of one unit are all outputs over the number of units.
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
