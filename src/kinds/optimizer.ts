/** @file The interfaces of optimizers and learning-rate schedules. */

import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../engine/engine.js'
import type { Operations } from '../engine/operations.js'
import type { Described } from './described.js'
import type { Parameters, Values } from './parameter.js'

/** The progress of a training: finished epochs and steps, from 0. */
export interface TrainingProgress {
  epoch: number
  step: number
  stepsPerEpoch: number
}

/** A trainable weight. */
export interface TrainedWeight {
  variable: Variable
  /** True if it multiplies a layer's input; false for a bias, a scale or a shift. */
  kernel: boolean
}

/** The state of an optimizer for one model. */
export interface Optimizer {
  /** The variables that it keeps between steps, in an order that depends on the weights alone. */
  slots: readonly Variable[]
  /**
   * Updates a weight.
   * @param weight index among the weights that the optimizer was made for
   */
  update(weight: number, gradient: Tensor, at: { rate: number; step: number }): void
}

export interface OptimizerContext {
  tf: TensorFlow
  operations: Operations
}

export interface OptimizerKind<P extends Parameters = Parameters> extends Described<P> {
  category: 'optimizer'
  create(
    context: OptimizerContext,
    parameters: Values<P>,
    weights: readonly TrainedWeight[],
  ): Optimizer
}

/** The interface of a learning-rate schedule. */
export interface ScheduleKind<P extends Parameters = Parameters> extends Described<P> {
  category: 'schedule'
  /** The factor on the initial rate. */
  factor(parameters: Values<P>, progress: TrainingProgress): number
}

export function defineOptimizer<P extends Parameters>(
  kind: Omit<OptimizerKind<P>, 'category'>,
): OptimizerKind {
  return { category: 'optimizer', ...kind } as unknown as OptimizerKind
}

export function defineSchedule<P extends Parameters>(
  kind: Omit<ScheduleKind<P>, 'category'>,
): ScheduleKind {
  return { category: 'schedule', ...kind } as unknown as ScheduleKind
}
