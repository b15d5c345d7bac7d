/** @file The interface of a loss. */

import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../engine/engine.js'
import type { Operations } from '../engine/operations.js'
import type { Described } from './described.js'
import type { Parameters, Values } from './parameter.js'

export interface LossKind<P extends Parameters = Parameters> extends Described<P> {
  category: 'loss'
  /** True if targets can be distributions other than one class, as with label smoothing. */
  smooth: boolean
  /**
   * Computes the loss.
   * @param logits [batch, classes]
   * @param labels [batch, classes], each row a distribution
   * @returns the loss of each example, [batch], differentiable in `logits`
   */
  apply(
    context: { tf: TensorFlow; operations: Operations },
    parameters: Values<P>,
    logits: Tensor2D,
    labels: Tensor2D,
  ): Tensor1D
}

export function defineLoss<P extends Parameters>(kind: Omit<LossKind<P>, 'category'>): LossKind {
  return { category: 'loss', ...kind } as unknown as LossKind
}
