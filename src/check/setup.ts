/** @file A resolved set-up: everything that decides a run's numbers but its seed and its engine. Plain JSON. */

import type { Take } from '../kinds/dataset.js'
import type { StopCondition } from '../kinds/metric.js'
import type { ParameterValue } from '../kinds/parameter.js'

/** A registered kind with its parameters, defaults filled in. */
export interface Application {
  kind: string
  parameters: Record<string, ParameterValue>
}

export interface Setup {
  dataset: DatasetSetup
  corruption: CorruptionStep[]
  model: LayerSetup[]
  training: TrainingSetup
}

/** What a `given` claim computes in place of a training. */
export interface ComputationSetup {
  computation: Application
  /** What it is computed on, as its kind asks for. */
  points?: Application
  dataset?: DatasetSetup
  /** Of the dataset. */
  corruption: CorruptionStep[]
}

/** What a run does: it trains, or it computes. */
export type RunSetup = Setup | ComputationSetup

export function isComputation(setup: RunSetup): setup is ComputationSetup {
  return 'computation' in setup
}

/** A layer, or a combination of branches. */
export interface LayerSetup extends Application {
  branches?: LayerSetup[][]
}

export interface DatasetSetup {
  source: Application
  take: Take
  preprocessing: Application[]
}

export interface CorruptionStep extends Application {
  splits: 'train' | 'test' | 'both'
}

export interface TrainingSetup {
  optimizer: Application
  rate: { initial: number; schedule?: Application }
  /** Examples per step; the last step of an epoch takes what is left. */
  batch: number
  stop: {
    /** Training ends at the first evaluation that meets one of these. */
    conditions: StopCondition[]
    /** And at this epoch in any case. */
    epochs: number
  }
  /** In epochs; the last epoch is always evaluated. */
  evaluateEvery: number
}
