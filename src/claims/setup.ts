/** @file A resolved set-up: everything that decides a run's numbers but its seed and its engine. Plain JSON. */

import type { Take } from '../kinds/dataset.js'
import type { StopCondition } from '../kinds/metric.js'
import type { ParameterValue } from '../kinds/parameter.js'

/** A registered kind with its parameters, defaults filled in. */
export interface Application {
  kind: string
  parameters: Record<string, ParameterValue>
  /** A digest of the code of a kind that the project's config defines. */
  definition?: string
}

export interface Setup {
  dataset: DatasetSetup
  corruption: CorruptionStep[]
  model: LayerSetup[]
  training: TrainingSetup
}

/** The computation of a `given` claim, which has no training. */
export interface ComputationSetup {
  computation: Application
  /** The input that its kind asks for. */
  points?: Application
  dataset?: DatasetSetup
  /** Of the dataset. */
  corruption: CorruptionStep[]
}

/** A run of a project's own training program. */
export interface TrainerSetup {
  trainer: Application
  /** Its command line, for seed 0 and the folder `{folder}`; absent where it only reads. */
  command?: string[]
  environment?: Record<string, string>
  /** SHA-256 of each of its sources, by path. */
  sources?: Record<string, string>
  /** The file of each run that was made elsewhere, with `{seed}`, and its columns by metric. */
  reads?: string
  columns?: Record<string, { column: string; percent?: true }>
  dataset?: undefined
  corruption?: undefined
}

/** The set-ups by type: what a run does. Its type is the part that only such a set-up has. */
export interface SetupsByType {
  training: Setup
  computation: ComputationSetup
  trainer: TrainerSetup
}

export type SetupType = keyof SetupsByType

export type RunSetup = SetupsByType[SetupType]

/** Derived, so that the keys of runs and stored records are the same as before there were types. */
export function setupType(setup: RunSetup): SetupType {
  if ('trainer' in setup) return 'trainer'
  return 'computation' in setup ? 'computation' : 'training'
}

export function isTraining(setup: RunSetup): setup is Setup {
  return setupType(setup) === 'training'
}

/** True if its numbers arrive all at once: there are no epochs. */
export function isComputation(setup: RunSetup): setup is ComputationSetup {
  return setupType(setup) === 'computation'
}

/** A layer, or a combination of branches. */
export interface LayerSetup extends Application {
  branches?: LayerSetup[][]
}

export interface DatasetSetup {
  source: Application
  /** The path of a local source. Not part of a run's key, which has the fingerprint of its content. */
  path?: string
  /**
   * The source's classes that make the labels 0, 1, …; other classes are left out. Undefined if each class is a
   * label.
   */
  classes?: number[][]
  take: Take
  preprocessing: Application[]
}

export interface CorruptionStep extends Application {
  splits: 'train' | 'test' | 'both'
  /** A seed for its random numbers, instead of the run's seed. */
  seed?: number
  /** The stage that it acts at; by default on the images before they are rescaled. */
  after?: 'preprocessing'
}

export interface TrainingSetup {
  optimizer: Application
  rate: {
    initial: number
    schedule?: Application
    /** The rate grows to the schedule's over so many epochs or steps. */
    warmup?: { length: number; units: 'epochs' | 'steps' }
  }
  /** Examples per step; the last step of an epoch takes what is left. */
  batch: number
  /** The examples after the last whole batch of an epoch are not used in it. */
  dropLast?: true
  /** By default softmax cross-entropy. */
  loss?: Application
  weightDecay?: WeightDecay
  /** Share of each target that is spread over all classes. */
  labelSmoothing?: number
  /** Bound on the norm of the whole gradient, or on each of its values. */
  clip?: { by: 'norm' | 'value'; limit: number }
  /** Changes of each training image, in order, drawn anew in every epoch. */
  augmentation?: Application[]
  stop: {
    /** Training ends at the first evaluation that meets one of these. */
    conditions: StopCondition[]
    /** And at this epoch in any case. */
    epochs: number
    /** Or at this step. */
    steps?: number
  }
  /** In epochs; the last epoch is always evaluated. */
  evaluateEvery: number
}

export interface WeightDecay {
  rate: number
  /** Weights shrink by rate times learning rate before each step, instead of rate / 2 |w|^2 in the loss. */
  decoupled: boolean
  /** Kernels of layers alone, or biases, scales and shifts too. */
  on: 'weights' | 'all parameters'
}

/** Steps of an epoch over so many examples. */
export function stepsIn({ batch, dropLast }: TrainingSetup, examples: number): number {
  return dropLast ? Math.max(1, Math.floor(examples / batch)) : Math.ceil(examples / batch)
}

/** A training whose last epoch is known, as that of `until 20k steps` is only with its dataset. */
export function withLastEpoch(training: TrainingSetup, examples: number): TrainingSetup {
  const { steps, epochs } = training.stop
  if (steps === undefined) return training
  const last = Math.ceil(steps / stepsIn(training, examples))
  return { ...training, stop: { ...training.stop, epochs: Math.min(epochs, last) } }
}
