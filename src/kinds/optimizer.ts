/** @file What genspec knows of optimizers and learning-rate schedules. */

import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../engine/engine.js'
import type { Operations } from '../engine/operations.js'
import type { Described } from './described.js'
import type { Parameters, Values } from './parameter.js'

/** An optimizer at work on one model; what it remembers between steps is its own. */
export interface Optimizer {
  update(weight: Variable, gradient: Tensor, rate: number): void
}

export interface OptimizerKind<P extends Parameters = Parameters> extends Described<P> {
  category: 'optimizer'
  create(context: { tf: TensorFlow; operations: Operations }, parameters: Values<P>): Optimizer
}

/** What becomes of the learning rate over time. */
export interface ScheduleKind<P extends Parameters = Parameters> extends Described<P> {
  category: 'schedule'
  /** The factor on the initial rate; `epoch` counts finished epochs, `step` finished steps. */
  factor(parameters: Values<P>, progress: { epoch: number; step: number }): number
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
