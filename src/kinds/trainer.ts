/** @file The interface of a trainer: a project's own program that trains and reports its measurements. */

import type { Described } from './described.js'
import { KindError } from './kind-error.js'
import {
  type Chart,
  type Evaluation,
  type MeasuredRun,
  type MetricKind,
  defineMetric,
} from './metric.js'
import type { Parameters, Values } from './parameter.js'
import type { DeclaredUnit } from './unit.js'

/** A measure that only the trainer defines. */
export interface OwnMeasure {
  name: string
  unit: DeclaredUnit
  summary?: string
  better?: 'higher' | 'lower'
  chart?: Chart
}

/** The data of the program, for `chance` and for the resolution of its shares. */
export interface TrainerData {
  /** Examples of each split. */
  train?: number
  test?: number
  classes?: number
}

/** The properties in which one run of a trainer differs from another, besides its parameters. */
export interface TrainerRun {
  seed: number
  /** An empty folder for the output of this run. */
  folder: string
}

export interface TrainerKind<P extends Parameters = Parameters> extends Described<P> {
  category: 'trainer'
  /** The measurements that it must report: built-in metrics by name, and its own. */
  measures: readonly (string | OwnMeasure)[]
  /** The program and its arguments; it is started in the folder of the config. */
  command?(run: Values<P> & TrainerRun): readonly string[]
  /** Globs relative to the folder of the config; the content of these files is part of a run's key. */
  sources?: readonly string[]
  /** Instead of a command: the file of a run that was made elsewhere, `runs/{width}-{seed}.csv`. */
  reads?: string
  /** Columns of that file whose names differ from their metrics, or whose values are in percent. */
  columns?: Readonly<Record<string, string | Column>>
  /** Names of the parameters in the run's own record, where they differ: `{ width: 'model.width' }`. */
  recorded?: Readonly<Record<string, string>>
  /** The parameters that the words after `under` set, by position. */
  under?: readonly string[]
  data?(parameters: Values<P>): TrainerData
  /** Environment variables, in addition to those of genspec. */
  environment?: Readonly<Record<string, string>>
  /** A file in the run's folder to which the program writes its lines, instead of standard output. */
  writes?: string
  /** The time limit of a run in seconds. */
  timeLimit?: number
  /** Seconds from SIGTERM to SIGKILL. */
  grace?: number
  /** The folder of the config; known once it is loaded. */
  home?: string
}

/** A column of a file that a trainer reads. */
export interface Column {
  column: string
  percent?: true
}

export const defaultGrace = 10

export function defineTrainer<P extends Parameters>(
  kind: Omit<TrainerKind<P>, 'category' | 'home'>,
): TrainerKind {
  return { category: 'trainer', ...kind } as unknown as TrainerKind
}

/** A measure of the trainer's own: `own('ece', 'fraction')`. */
export function own(
  name: string,
  unit: DeclaredUnit,
  more: Omit<OwnMeasure, 'name' | 'unit'> = {},
): OwnMeasure {
  return { name, unit, ...more }
}

/** The built-in metrics that are fields of an evaluation. */
export const evaluationFields = {
  'train acc': 'trainAccuracy',
  'test acc': 'testAccuracy',
  'train loss': 'trainLoss',
  'test loss': 'testLoss',
  'online train acc': 'onlineAccuracy',
  'online train loss': 'onlineLoss',
  'weight norm': 'weightNorm',
  'gradient norm': 'gradientNorm',
} as const satisfies Record<string, keyof Evaluation>

/** The built-in metrics that a trainer can report; others follow from these, or genspec measures them. */
export const tellable: readonly string[] = [
  ...Object.keys(evaluationFields),
  ...[2, 3, 5, 10].flatMap((k) => [`train top-${k} acc`, `test top-${k} acc`]),
  'params',
]

export function measureNames({ measures }: Pick<TrainerKind, 'measures'>): string[] {
  return measures.map((one) => (typeof one === 'string' ? one : one.name))
}

/** A trainer's own measures, as metrics. */
export function ownMetrics({ name, measures }: TrainerKind): MetricKind[] {
  return measures.flatMap((one) => {
    if (typeof one === 'string') return []
    const { summary = `as trainer ${name} measures it`, ...rest } = one
    const value = ({ curve }: MeasuredRun) => curve.at(-1)?.values?.[one.name]
    return [{ ...defineMetric({ ...rest, summary, value }), ofTrainer: true as const }]
  })
}

/** True if a metric follows from the measurements that a trainer reports. */
export function isTold(trainer: TrainerKind, metric: MetricKind): boolean {
  const names = measureNames(trainer)
  if (names.includes(metric.name)) return true
  if (metric.ofTrainer || metric.ofLayer) return false
  const { chart, split } = metric
  const drawn = chart && split && `${split} ${chart === 'accuracy' ? 'acc' : 'loss'}`
  if (drawn && !names.includes(drawn)) return false
  const told = Object.entries(evaluationFields).flatMap(([name, field]) =>
    names.includes(name) ? [[field, 0.5]] : [],
  )
  const unknown = { trainAccuracy: NaN, trainLoss: NaN, testAccuracy: NaN, testLoss: NaN }
  const evaluation: Evaluation = { epoch: 1, ...unknown, ...Object.fromEntries(told) }
  const run: MeasuredRun = {
    ...{ curve: [evaluation], stepsPerEpoch: NaN, trainExamples: NaN, parameters: NaN },
    // A run that was made elsewhere has no known duration.
    provenance: { seconds: trainer.reads === undefined ? 1 : NaN, peakMemory: NaN },
  }
  try {
    const value = metric.value(run, evaluation)
    return value !== undefined && !Number.isNaN(value)
  } catch (error) {
    // A metric of the project may fail on these dummy numbers. A real run reports the failure.
    if (error instanceof KindError) return true
    throw error
  }
}
