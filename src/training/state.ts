/** @file The state of a training between two steps: everything that a continuation with the same bits needs. */

import type { TypedArray, Variable } from '@tensorflow/tfjs-core'
import type { Evaluation } from '../kinds/metric.js'
import type { Optimizer } from '../kinds/optimizer.js'
import type { Model } from '../models/model.js'

export interface TrainingState {
  /** The epoch under way, from 1, and the number of its steps that are done. */
  epoch: number
  steps: number
  online: Online
  curve: Evaluation[]
  /** Wall time of the training so far, in seconds. */
  seconds: number
  /** The weights, then the state of the optimizer. */
  values: Float32Array[]
}

/** The measurements of the steps of the epoch under way. */
export interface Online {
  /** Sum of the loss over the steps' examples. */
  loss: number
  hits: number
  examples: number
  gradientNorm?: number
  /** The losses of the last few steps, across epochs. */
  lastLosses: number[]
}

export function startOnline(lastLosses: number[] = []): Online {
  return { loss: 0, hits: 0, examples: 0, lastLosses }
}

function variables(model: Model, optimizer: Optimizer): Variable[] {
  return [...model.weights.map(({ variable }) => variable), ...optimizer.slots]
}

export function readValues(model: Model, optimizer: Optimizer): Promise<Float32Array[]> {
  const reads = variables(model, optimizer).map(async (variable) =>
    Float32Array.from((await variable.data()) as TypedArray),
  )
  return Promise.all(reads)
}

export function restoreValues(
  tensor: (values: Float32Array, shape: number[]) => Variable,
  model: Model,
  optimizer: Optimizer,
  values: readonly Float32Array[],
): void {
  variables(model, optimizer).forEach((variable, index) => {
    const restored = tensor(values[index] as Float32Array, variable.shape)
    variable.assign(restored)
    restored.dispose()
  })
}
