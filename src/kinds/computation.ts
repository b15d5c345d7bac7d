/** @file The interface of a computation: numbers from a construction or a solution, without training. */

import type { EngineSession } from '../engine/engine.js'
import type { RandomKey } from '../random/key.js'
import type { Described } from './described.js'
import type { Images } from './images.js'
import type { Parameters, Values } from './parameter.js'
import type { Shape } from './shape.js'
import type { DeclaredUnit } from './unit.js'

/** Points in space with real targets, in double precision. */
export interface Points {
  count: number
  dimension: number
  /** [count, dimension] */
  coordinates: Float64Array
  /** [count] */
  targets: Float64Array
}

export interface ComputationData {
  train: Images
  test: Images
  classes: number
}

/** The inputs of a computation; only those that its kind requires are present. */
export interface ComputationInput {
  /** Starts the engine; a computation that needs none never calls it. */
  session(): Promise<EngineSession>
  data: ComputationData | undefined
  /** The same images without the corruption. */
  uncorrupted(): Promise<ComputationData>
  points: Points | undefined
  key: RandomKey
  /**
   * Reports progress. A computation must await it from time to time, so that the process can receive a request
   * to end.
   * @param fraction the share of the work that is done, between 0 and 1
   */
  progress(fraction: number, note: string): Promise<void>
}

/** The size of a computation's input. */
export interface ComputationSize {
  points: { count: number; dimension: number } | undefined
  dataset: { train: number; test: number; shape: Shape } | undefined
}

export interface ComputationKind<P extends Parameters = Parameters> extends Described<P> {
  category: 'computation'
  /** The input after `on`. */
  on: 'dataset' | 'points' | 'nothing'
  /** Estimated floating-point operations, and bytes of memory. */
  work(parameters: Values<P>, size: ComputationSize): { flops: number; memory: number }
  /** The resulting numbers, by their name in expectations. */
  measures: Record<string, { summary: string; unit: DeclaredUnit }>
  /**
   * Computes the numbers.
   * @returns a value for each of the measures
   */
  compute(parameters: Values<P>, input: ComputationInput): Promise<Record<string, number>>
}

/** A source of points: `gaussian_cloud(n: 500, d: 20)`. */
export interface PointsKind<P extends Parameters = Parameters> extends Described<P> {
  category: 'points'
  size(parameters: Values<P>): { count: number; dimension: number }
  draw(parameters: Values<P>, key: RandomKey): Points
}

export function defineComputation<P extends Parameters>(
  kind: Omit<ComputationKind<P>, 'category'>,
): ComputationKind {
  return { category: 'computation', ...kind } as unknown as ComputationKind
}

export function definePoints<P extends Parameters>(
  kind: Omit<PointsKind<P>, 'category'>,
): PointsKind {
  return { category: 'points', ...kind } as unknown as PointsKind
}
