/**
 * @file A resolved set-up: everything that decides a run's numbers except its seed and its engine. Plain JSON.
 */

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
  /** The corruption of the dataset. */
  corruption: CorruptionStep[]
}

/** A run of a project's own training program. */
export interface TrainerSetup {
  trainer: Application
  /** Its command line, with seed 0 and the folder `{folder}`; absent if it only reads results. */
  command?: string[]
  environment?: Record<string, string>
  /** SHA-256 of each of its sources, by path. */
  sources?: Record<string, string>
  /** The path of a run measured elsewhere, with `{seed}`, and its columns by metric. */
  reads?: string
  columns?: Record<string, { column: string; percent?: true }>
  dataset?: undefined
  corruption?: undefined
}

/** The types of set-ups. Each is recognised by the part that only it has. */
export interface SetupsByType {
  training: Setup
  computation: ComputationSetup
  trainer: TrainerSetup
}

export type SetupType = keyof SetupsByType

export type RunSetup = SetupsByType[SetupType]

/**
 * Derived from the parts rather than stored, so that the keys of runs and records stay those of versions
 * without types.
 */
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
    /** The rate grows to the schedule's over this many epochs or steps. */
    warmup?: { length: number; units: 'epochs' | 'steps' }
  }
  /** Examples per step; the last step of an epoch takes the remainder. */
  batch: number
  /** The examples after the last whole batch of an epoch are not used in it. */
  dropLast?: true
  /** By default softmax cross-entropy. */
  loss?: Application
  weightDecay?: WeightDecay
  /** Share of each target that is spread evenly over all classes. */
  labelSmoothing?: number
  /** Bound on the norm of the whole gradient, or on each of its values. */
  clip?: { by: 'norm' | 'value'; limit: number }
  /** Changes of each training image, in order; they are drawn again in every epoch. */
  augmentation?: Application[]
  stop: {
    /** Training ends at the first evaluation that meets one of these conditions. */
    conditions: StopCondition[]
    /** The last epoch, if no condition ends training before. */
    epochs: number
    /** The last step, if training is limited by steps. */
    steps?: number
  }
  /** Interval in epochs; the last epoch is always evaluated. */
  evaluateEvery: number
}

export interface WeightDecay {
  rate: number
  /**
   * Weights shrink by rate times learning rate before each step; otherwise rate / 2 |w|^2 is added to the loss.
   */
  decoupled: boolean
  /** Only the kernels of layers, or also biases, scales and shifts. */
  on: 'weights' | 'all parameters'
}

/** The number of steps in an epoch of `examples` examples. */
export function stepsIn({ batch, dropLast }: TrainingSetup, examples: number): number {
  return dropLast ? Math.max(1, Math.floor(examples / batch)) : Math.ceil(examples / batch)
}

/**
 * Fills in the last epoch of a training limited by steps, such as `until 20k steps`, which depends on its
 * dataset.
 */
export function withLastEpoch(training: TrainingSetup, examples: number): TrainingSetup {
  const { steps, epochs } = training.stop
  if (steps === undefined) return training
  const last = Math.ceil(steps / stepsIn(training, examples))
  return { ...training, stop: { ...training.stop, epochs: Math.min(epochs, last) } }
}
