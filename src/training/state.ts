/** @file Where a training stands between two steps: all that it takes to go on to the same bits. */

import type { TypedArray, Variable } from '@tensorflow/tfjs-core'
import type { Evaluation } from '../kinds/metric.js'
import type { Optimizer } from '../kinds/optimizer.js'
import type { Model } from '../models/model.js'

export interface TrainingState {
  /** The epoch under way, from 1, and how many steps of it are done. */
  epoch: number
  steps: number
  online: Online
  curve: Evaluation[]
  /** Wall time of the training so far. */
  seconds: number
  /** The weights, then what the optimizer remembers. */
  values: Float32Array[]
}

/** What the steps of the epoch under way have measured. */
export interface Online {
  /** Sum over the steps' examples. */
  loss: number
  hits: number
  examples: number
  gradientNorm?: number
  /** Of the last few steps, across epochs. */
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
