/** @file The interface of a layer. */

import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../engine/engine.js'
import type { Operations } from '../engine/operations.js'
import type { RandomKey } from '../random/key.js'
import type { Described } from './described.js'
import type { Parameters, Values } from './parameter.js'
import type { Shape } from './shape.js'

/** The initial values of a weight; fans follow from its shape, [...window, inputs, outputs]. */
export type Initializer =
  | { type: 'constant'; value: number }
  | { type: 'normal' | 'truncated normal'; sd: number }
  /** Variance 2 / (inputs + outputs) (Glorot), 2 / inputs (He) or 1 / inputs (LeCun). */
  | { type: 'scaled'; rule: 'glorot' | 'he' | 'lecun'; distribution: 'uniform' | 'normal' }

export interface WeightSpec {
  shape: Shape
  initializer: Initializer
  /** Statistics that a layer keeps without a gradient are not trainable, and not counted as parameters. */
  trainable: boolean
  /** A kernel multiplies the layer's input: weight decay is on kernels unless it says otherwise. */
  kernel?: true
  /** Inputs and outputs of one unit, where the shape does not tell. */
  fans?: { inputs: number; outputs: number }
}

/** The context of a layer's TensorFlow.js code, besides its input. */
export interface LayerContext {
  tf: TensorFlow
  operations: Operations
  /** Set in a training step: the key of what the layer draws in this step. */
  trainingKey?: RandomKey
}

export interface LayerKind<P extends Parameters = Parameters> extends Described<P> {
  category: 'layer'
  /** @throws ShapeError where the layer cannot take such an input */
  outputShape(parameters: Values<P>, input: Shape): Shape
  /** The weights that the layer owns, by name. */
  weights(parameters: Values<P>, input: Shape): Record<string, WeightSpec>
  /** Multiplications with an addition that one example takes, where the layer's kernels do not tell. */
  multiplyAdds?(parameters: Values<P>, input: Shape): number
  /**
   * @param input [batch, ...input shape]
   * @returns [batch, ...output shape]
   */
  apply(
    context: LayerContext,
    parameters: Values<P>,
    weights: Record<string, Variable>,
    input: Tensor,
  ): Tensor
}

/** Joins the outputs of parallel branches: `concat { branch { … } branch { … } }`. */
export interface CombinationKind<P extends Parameters = Parameters> extends Described<P> {
  category: 'combination'
  /** @throws ShapeError where outputs of such shapes cannot be joined */
  outputShape(parameters: Values<P>, branches: Shape[], input: Shape): Shape
  /** @param branches each [batch, ...shape of the branch] */
  apply(tf: TensorFlow, parameters: Values<P>, branches: Tensor[], input: Tensor): Tensor
}

export function defineCombination<P extends Parameters>(
  kind: Omit<CombinationKind<P>, 'category'>,
): CombinationKind {
  return { category: 'combination', ...kind } as unknown as CombinationKind
}

export function defineLayer<P extends Parameters>(kind: Omit<LayerKind<P>, 'category'>): LayerKind {
  return { category: 'layer', ...kind } as unknown as LayerKind
}
