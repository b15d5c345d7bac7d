/** @file A model: its weights on the engine, and the application of its layers to a batch. */

import type { Tensor, Tensor2D, Variable } from '@tensorflow/tfjs-core'
import type { Application, LayerSetup } from '../claims/setup.js'
import type { EngineSession } from '../engine/engine.js'
import type { CombinationKind, LayerKind, WeightSpec } from '../kinds/layer.js'
import type { Registry } from '../kinds/registry.js'
import { type Shape, elements } from '../kinds/shape.js'
import { type RandomKey, deriveKey } from '../random/key.js'
import { initialWeights } from './initial-weights.js'

type Parameters = Application['parameters']

type Built =
  | { kind: LayerKind; parameters: Parameters; weights: Record<string, Variable>; path: string }
  | { kind: CombinationKind; parameters: Parameters; branches: Built[][] }

export interface Weight {
  /** The layer's place in the model. */
  layer: string
  /** The layer's place in the model and the weight's name: `3 dense kernel`, `2.1.3 conv bias`. */
  name: string
  variable: Variable
  spec: WeightSpec
}

export class Model {
  readonly #session: EngineSession
  readonly #registry: Registry
  readonly #layers: Built[]
  /** All weights, including statistics, in the order of the layers. */
  readonly weights: Weight[] = []

  /**
   * Initializes the weights. The k-th weight of a name and shape has the same initial values in every model, so
   * that models that differ in some layers start from the same values in the others.
   * @param input the shape of one example
   */
  constructor(
    session: EngineSession,
    registry: Registry,
    layers: readonly LayerSetup[],
    input: Shape,
    key: RandomKey,
  ) {
    this.#session = session
    this.#registry = registry
    const counts = new Map<string, number>()
    this.#layers = this.#build(layers, input, '', (spec, name) => {
      const same = `${name} ${spec.shape.join('x')}`
      const count = counts.get(same) ?? 0
      counts.set(same, count + 1)
      return initialWeights(spec, deriveKey(key, `initial weights ${same} ${count}`))
    }).layers
  }

  get trainable(): Weight[] {
    return this.weights.filter(({ spec }) => spec.trainable)
  }

  /** The number of trainable parameters. */
  get size(): number {
    return this.trainable.reduce((sum, { spec }) => sum + elements(spec.shape), 0)
  }

  /**
   * Applies the layers.
   * @param batch [examples, ...input shape]
   * @param trainingKey only in a training step: the key of the layers' random numbers
   * @returns logits [examples, classes]
   */
  apply(batch: Tensor, trainingKey?: RandomKey): Tensor2D {
    return this.#apply(this.#layers, batch, trainingKey) as Tensor2D
  }

  #build(
    layers: readonly LayerSetup[],
    input: Shape,
    prefix: string,
    initial: (spec: WeightSpec, name: string) => Float32Array,
  ): { layers: Built[]; output: Shape } {
    let shape = input
    const built = layers.map((layer, index): Built => {
      const { kind: name, parameters, branches } = layer
      const path = `${prefix}${index + 1}`
      if (branches !== undefined) {
        const kind = this.#registry.get('combination', name)
        const parts = branches.map((branch, place) =>
          this.#build(branch, shape, `${path}.${place + 1}.`, initial),
        )
        const shapes = parts.map(({ output }) => output)
        shape = kind.outputShape(parameters, shapes, shape)
        return { kind, parameters, branches: parts.map((part) => part.layers) }
      }
      const kind = this.#registry.get('layer', name)
      const weights: Record<string, Variable> = {}
      for (const [weight, spec] of Object.entries(kind.weights(parameters, shape))) {
        const tensor = this.#session.tf.tensor(initial(spec, weight), spec.shape)
        const variable = this.#session.tf.variable(tensor, spec.trainable)
        tensor.dispose()
        weights[weight] = variable
        this.weights.push({ layer: path, name: `${path} ${name} ${weight}`, variable, spec })
      }
      shape = kind.outputShape(parameters, shape)
      return { kind, parameters, weights, path }
    })
    return { layers: built, output: shape }
  }

  #apply(layers: readonly Built[], batch: Tensor, trainingKey?: RandomKey): Tensor {
    const { tf, operations } = this.#session
    return layers.reduce((input, layer) => {
      if ('branches' in layer) {
        const outputs = layer.branches.map((branch) => this.#apply(branch, input, trainingKey))
        return layer.kind.apply(tf, layer.parameters, outputs, input)
      }
      const layerKey = trainingKey && deriveKey(trainingKey, `layer ${layer.path}`)
      const context = { tf, operations, ...(layerKey && { trainingKey: layerKey }) }
      return layer.kind.apply(context, layer.parameters, layer.weights, input)
    }, batch)
  }
}
