/** @file What every type of set-up answers before a run of it starts. */

import type { RunSetup } from '../claims/setup.js'
import type { Evaluation } from '../kinds/metric.js'
import type { Registry } from '../kinds/registry.js'
import type { Component } from './component.js'
import type { Estimate } from './estimate.js'

export interface Work {
  parameters: number
  /** Floating-point operations up to the last epoch: a multiplication and an addition are two. */
  flops: number
  /** The part of them that one epoch takes, an evaluation included where every epoch has one. */
  flopsPerEpoch: number
  /** Bytes that the data, the weights and one step's activations take at least. */
  memory: number
}

/** How far a run goes at most. */
export interface Extent {
  epochs: number
  /** Training images of an epoch. */
  examples: number
  stepsPerEpoch: number
}

export interface RunType<S extends RunSetup> {
  work(registry: Registry, setup: S): Work
  /** All that matters to the time of an epoch, and nothing else. */
  costOf(setup: S): object
  /** Nothing where a run has no epochs. */
  extent(setup: S): Extent | undefined
  /** @param seen how many epochs other seeds of the same set-up took */
  epochs(setup: S, seen: readonly number[]): Estimate
  /** How many epochs a run had, for the time that each took. */
  epochsIn(curve: readonly Evaluation[]): number | undefined
  /** A short run like it, for what it says of the whole, and its share of the work of an epoch. */
  part(registry: Registry, setup: S): { setup: S; share: number } | undefined
  /** Whether the time of a run grows from the other's as its operations do. */
  scalesWithWork(setup: S, other: RunSetup): boolean
  /** The parts that only such a set-up has, in words. */
  components(registry: Registry, setup: S): Component[]
}
