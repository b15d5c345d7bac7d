/** @file The interface of a metric: a number of a finished run. */

import type { Described } from './described.js'
import type { DeclaredUnit } from './unit.js'

/** The measurements after an epoch: accuracies as fractions, losses as means of the training's loss (in nats). */
export interface Evaluation {
  epoch: number
  /** Completed training steps. */
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
  /**
   * Euclidean norms of each layer's trainable weights, in the order of the layers; layers without weights are
   * left out.
   */
  layerNorms?: number[]
  /** Euclidean norm of the last step's gradient, including weight decay, before clipping. */
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
   * One digit for each test example at the last evaluation: the number of outputs larger than that of its
   * class, or `a` for ten or more. Kept if a claim `beyond this test set` compares arms by it.
   */
  testRanks?: string
  /** The results of a computation, by the name of the measure; its curve is empty. */
  values?: Record<string, number>
  /** Euclidean norm of each trainable weight at the end, by layer and name. */
  weightNorms?: Record<string, number>
  provenance: {
    /** Wall time of the whole run. */
    seconds: number
    /** Seconds before the first training step. */
    setupSeconds?: number
    /** Largest resident set of the run's process, in bytes. */
    peakMemory: number
  }
}

/**
 * `train loss < 0.05`: a condition that ends a training, or that `epochs to (…)` waits for. Fractions are from
 * 0 to 1.
 */
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
   * The unit. Fractions are levels, compared in percentage points; points are differences of fractions; any
   * other unit is written after each number: `watts`.
   */
  unit: DeclaredUnit
  /** The split that it is measured on. */
  split?: Split
  /** It is a share of that split's examples, so it changes in steps of one example. */
  ofExamples?: true
  /**
   * The contribution of an example, if the metric is a mean over the test split.
   * @param rank the number of outputs that are larger than that of the example's class
   */
  ofExample?(rank: number): number
  /**
   * It belongs to the evaluation that is best on its split, and so is better than one selected in any other
   * way.
   */
  ofBest?: true
  /** The smallest difference between its values, if unit and split do not imply it: 1 for a count. */
  step?: number
  /** The better one of two different values. */
  better?: 'higher' | 'lower'
  /** Its chart over epochs. */
  chart?: Chart
  /** The N in its name is the number of a layer with trainable weights, from 1. */
  ofLayer?: true
  /** Only runs of a trainer that declares it have this metric. */
  ofTrainer?: true
  /** It takes a condition: `epochs to (train loss < 0.05)`. */
  takesCondition?: true
  /**
   * Its behaviour during a run: fixed from the start, or never falling, so that its current value is a lower
   * bound. It lets claims be decided before their runs end.
   */
  course?: 'fixed' | 'rising'
  /**
   * Computes the metric.
   * @param reached for a metric with a condition: the first evaluation that met it, if any
   * @param layer for a metric of a layer: the place of the layer, from 0
   * @returns Infinity if the condition was not met (censored at the end of the run), undefined if the run has
   *   no such number
   */
  value(run: MeasuredRun, reached?: Evaluation, layer?: number): number | undefined
}

export type Split = 'train' | 'test'

export type Chart = 'accuracy' | 'loss'

/** A chart over epochs, with its split, if it belongs to one. */
export interface Drawn {
  chart: Chart
  split?: Split
}

export function drawnOf({ chart, split }: Pick<MetricKind, 'chart' | 'split'>): Drawn[] {
  return chart === undefined ? [] : [{ chart, ...(split && { split }) }]
}

/** Splits the name of a layer's metric: `layer-3 weight norm` is `layer-N weight norm` of the third layer. */
export function layerIn(name: string): { metric: string; layer: number } | undefined {
  const [, number] = /^layer-([1-9]\d*) /.exec(name) ?? []
  if (number === undefined) return undefined
  return { metric: name.replace(number, 'N'), layer: Number(number) - 1 }
}

export function defineMetric(kind: Omit<MetricKind, 'category' | 'parameters'>): MetricKind {
  return { category: 'metric', parameters: {}, ...kind }
}
