/** @file A model at work: its weights on the engine, and its layers applied to a batch. */

import type { Tensor, Tensor2D, Variable } from '@tensorflow/tfjs-core'
import type { Application } from '../check/setup.js'
import type { EngineSession } from '../engine/engine.js'
import type { LayerKind } from '../kinds/layer.js'
import type { Registry } from '../kinds/registry.js'
import { type Shape, elements } from '../kinds/shape.js'
import { type RandomKey, deriveKey } from '../random/key.js'
import { initialWeights } from './initial-weights.js'

interface BuiltLayer {
  kind: LayerKind
  parameters: Application['parameters']
  weights: Record<string, Variable>
}

export class Model {
  readonly #session: EngineSession
  readonly #layers: BuiltLayer[] = []
  readonly trainable: Variable[] = []

  /** @param input the shape of one example */
  constructor(
    session: EngineSession,
    registry: Registry,
    layers: readonly Application[],
    input: Shape,
    key: RandomKey,
  ) {
    this.#session = session
    let shape = input
    for (const [index, { kind: name, parameters }] of layers.entries()) {
      const kind = registry.get('layer', name)
      const weights: Record<string, Variable> = {}
      for (const [weight, spec] of Object.entries(kind.weights(parameters, shape))) {
        const values = initialWeights(spec, deriveKey(key, `initial weights ${index} ${weight}`))
        const tensor = session.tf.tensor(values, spec.shape)
        const variable = session.tf.variable(tensor, spec.trainable)
        tensor.dispose()
        weights[weight] = variable
        if (spec.trainable) this.trainable.push(variable)
      }
      this.#layers.push({ kind, parameters, weights })
      shape = kind.outputShape(parameters, shape)
    }
  }

  /** The number of trainable parameters. */
  get size(): number {
    return this.trainable.reduce((sum, { shape }) => sum + elements(shape), 0)
  }

  /**
   * @param batch [examples, ...input shape]
   * @param trainingKey given in a training step only: the key of what layers draw in it
   * @returns logits [examples, classes]
   */
  apply(batch: Tensor, trainingKey?: RandomKey): Tensor2D {
    const { tf, operations } = this.#session
    let output = batch
    for (const [index, { kind, parameters, weights }] of this.#layers.entries()) {
      const layerKey = trainingKey && deriveKey(trainingKey, `layer ${index}`)
      const context = { tf, operations, ...(layerKey && { trainingKey: layerKey }) }
      output = kind.apply(context, parameters, weights, output)
    }
    return output as Tensor2D
  }
}
