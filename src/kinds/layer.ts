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
  /** True for a weight that multiplies the layer's input. By default, weight decay applies only to kernels. */
  kernel?: true
  /** Inputs and outputs of one unit, if they do not follow from the shape. */
  fans?: { inputs: number; outputs: number }
}

/** The context of a layer's TensorFlow.js code, besides its input. */
export interface LayerContext {
  tf: TensorFlow
  operations: Operations
  /** Only in a training step: the key of the layer's random numbers in this step. */
  trainingKey?: RandomKey
}

export interface LayerKind<P extends Parameters = Parameters> extends Described<P> {
  category: 'layer'
  /**
   * The shape of the output.
   * @throws ShapeError if the layer cannot take such an input
   */
  outputShape(parameters: Values<P>, input: Shape): Shape
  /** The weights that the layer owns, by name. */
  weights(parameters: Values<P>, input: Shape): Record<string, WeightSpec>
  /** Multiply-adds for one example, if they do not follow from the layer's kernels. */
  multiplyAdds?(parameters: Values<P>, input: Shape): number
  /**
   * Computes the layer.
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

/** A combination joins the outputs of parallel branches: `concat { branch { … } branch { … } }`. */
export interface CombinationKind<P extends Parameters = Parameters> extends Described<P> {
  category: 'combination'
  /**
   * The shape of the output.
   * @throws ShapeError if outputs of such shapes cannot be joined
   */
  outputShape(parameters: Values<P>, branches: Shape[], input: Shape): Shape
  /**
   * Joins outputs.
   * @param branches each [batch, ...shape of the branch]
   */
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
