/** @file The interface of a metric: a number of a finished run. */

import type { Described } from './described.js'
import type { DeclaredUnit } from './unit.js'

/** The measurements after an epoch: accuracies as fractions, losses as means of the training's loss (in nats). */
export interface Evaluation {
  epoch: number
  /** Training steps done. */
  step?: number
  trainAccuracy: number
  trainLoss: number
  testAccuracy: number
  testLoss: number
  /** Means over the steps since the last epoch's end, each on its batch before the step. */
  onlineAccuracy?: number
  onlineLoss?: number
  /** Euclidean norm of all trainable weights. */
  weightNorm?: number
  /** And of those of each layer that has some, in the order of the layers. */
  layerNorms?: number[]
  /** Euclidean norm of the last step's gradient, weight decay's part included, before clipping. */
  gradientNorm?: number
  /** Fraction of examples whose class is among the k largest outputs, k = 1, 2, … up to 10. */
  trainTopAccuracies?: number[]
  testTopAccuracies?: number[]
  /** Further numbers from a trainer, by the name of the metric. */
  values?: Record<string, number>
  /** The planned number of epochs, if a trainer reports it. */
  epochs?: number
}

/** The part of a run's record that metrics are computed from. */
export interface MeasuredRun {
  /** The evaluations in order of training; the last one is final. */
  curve: Evaluation[]
  stepsPerEpoch: number
  /** Number of training examples. */
  trainExamples: number
  /** Number of trainable parameters. */
  parameters: number
  /**
   * Of each test example at the last evaluation, a digit: how many outputs are larger than that of its
   * class, and `a` for ten or more. Kept where a claim `beyond this test set` compares arms by it.
   */
  testRanks?: string
  /** The results of a computation, by the name of the measure; its curve is empty. */
  values?: Record<string, number>
  /** Euclidean norm of each trainable weight at the end, by layer and name. */
  weightNorms?: Record<string, number>
  provenance: {
    /** Wall time of the whole run. */
    seconds: number
    /** The part of it before the first training step. */
    setupSeconds?: number
    /** Largest resident set of the run's process, in bytes. */
    peakMemory: number
  }
}

/** `train loss < 0.05`: ends a training, and is what `epochs to (…)` waits for. Fractions are from 0 to 1. */
export interface StopCondition {
  metric: string
  operator: '<' | '<=' | '>' | '>='
  value: number
  /** A digest of the code of a metric that is not built in. */
  definition?: string
}

export interface MetricKind extends Described<Record<string, never>> {
  category: 'metric'
  /**
   * Fractions are levels, compared in percentage points; points are differences of fractions; any other words follow
   * each number: `watts`.
   */
  unit: DeclaredUnit
  /** The split that it is measured on. */
  split?: Split
  /** It is a share of that split's examples, so that it moves by one example or not at all. */
  ofExamples?: true
  /**
   * The contribution of an example, if the metric is a mean over the test split.
   * @param rank the number of outputs that are larger than that of the example's class
   */
  ofExample?(rank: number): number
  /** It is of the evaluation that is best on its own split, and so better than one that is chosen otherwise. */
  ofBest?: true
  /** The smallest difference that its value can show, where its unit and split do not say it: 1 of a count. */
  step?: number
  /** The better one of two different values. */
  better?: 'higher' | 'lower'
  /** The chart over epochs that belongs to it. */
  chart?: Chart
  /** The N in its name is the number of a layer with trainable weights, from 1. */
  ofLayer?: true
  /** Only runs of a trainer that declares it have one. */
  ofTrainer?: true
  /** Written with a condition: `epochs to (train loss < 0.05)`. */
  takesCondition?: true
  /**
   * Its behaviour during a run: fixed from the start, or never falling, so that its value so far is a lower bound.
   * Decides claims before their runs end.
   */
  course?: 'fixed' | 'rising'
  /**
   * @param reached for a metric with a condition: the first evaluation that met it, if any
   * @param layer for a metric of a layer: the place of the layer, from 0
   * @returns Infinity if the condition was not met (censored at the end of the run), undefined if the run has no
   *   such number
   */
  value(run: MeasuredRun, reached?: Evaluation, layer?: number): number | undefined
}

export type Split = 'train' | 'test'

export type Chart = 'accuracy' | 'loss'

/** A chart over epochs, and the split that it shows, if it shows one. */
export interface Drawn {
  chart: Chart
  split?: Split
}

export function drawnOf({ chart, split }: Pick<MetricKind, 'chart' | 'split'>): Drawn[] {
  return chart === undefined ? [] : [{ chart, ...(split && { split }) }]
}

/** `layer-3 weight norm` is the metric `layer-N weight norm`, of the third layer. */
export function layerIn(name: string): { metric: string; layer: number } | undefined {
  const [, number] = /^layer-([1-9]\d*) /.exec(name) ?? []
  if (number === undefined) return undefined
  return { metric: name.replace(number, 'N'), layer: Number(number) - 1 }
}

export function defineMetric(kind: Omit<MetricKind, 'category' | 'parameters'>): MetricKind {
  return { category: 'metric', parameters: {}, ...kind }
}
