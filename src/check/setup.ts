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

/** A layer, or a combination of branches. */
export interface LayerSetup extends Application {
  branches?: LayerSetup[][]
}

export interface DatasetSetup {
  source: Application
  /** Where a local source lies. Not part of a run's key: the fingerprint stands for its content. */
  path?: string
  /** The source's classes that make the labels 0, 1, …, the others being left out; nothing where each is its own label. */
  classes?: number[][]
  take: Take
  preprocessing: Application[]
}

export interface CorruptionStep extends Application {
  splits: 'train' | 'test' | 'both'
  /** What it is drawn from in place of the run's seed. */
  seed?: number
  /** Where it acts; on the images, before they are rescaled, where this is left out. */
  after?: 'preprocessing'
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
