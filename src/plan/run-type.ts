/** @file The interface of a type of set-up, for everything that is known before a run starts. */

import type { RunSetup } from '../claims/setup.js'
import type { Evaluation } from '../kinds/metric.js'
import type { Registry } from '../kinds/registry.js'
import type { Component } from './component.js'
import type { Estimate } from './estimate.js'

export interface Work {
  parameters: number
  /** Floating-point operations up to the last epoch: a multiplication and an addition are two. */
  flops: number
  /** The operations of one epoch, with an evaluation if every epoch has one. */
  flopsPerEpoch: number
  /** The least memory in bytes for the data, the weights and one step's activations. */
  memory: number
}

/** The greatest length of a run. */
export interface RunLength {
  epochs: number
  /** Training images of an epoch. */
  examples: number
  stepsPerEpoch: number
}

export interface RunType<S extends RunSetup> {
  work(registry: Registry, setup: S): Work
  /** Everything that influences the time of an epoch. */
  costOf(setup: S): object
  /** Undefined if a run has no epochs. */
  extent(setup: S): RunLength | undefined
  /** @param seen the numbers of epochs that other seeds of the same set-up took */
  epochs(setup: S, seen: readonly number[]): Estimate
  /** The number of epochs of a run, for the time of each. */
  epochsIn(curve: readonly Evaluation[]): number | undefined
  /** A short probe of the run, with its share of the work of an epoch. */
  part(registry: Registry, setup: S): { setup: S; share: number } | undefined
  /** True if the run's time follows from the other's in proportion to their operations. */
  scalesWithWork(setup: S, other: RunSetup): boolean
  /** The components that only this type of set-up has. */
  components(registry: Registry, setup: S): Component[]
}
