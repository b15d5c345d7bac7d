/** @file The built-in metrics. */

import {
  type Evaluation,
  type MeasuredRun,
  type MetricKind,
  defineMetric,
} from '../kinds/metric.js'

/** A metric whose value is that of the last evaluation. */
interface Final extends Omit<MetricKind, 'category' | 'parameters' | 'value'> {
  of(evaluation: Evaluation): number | undefined
}

function final({ of, ...kind }: Final): MetricKind {
  const value = ({ curve }: MeasuredRun) => {
    const last = curve.at(-1)
    return last && of(last)
  }
  return defineMetric({ ...kind, value })
}

const accuracy = { unit: 'fraction', chart: 'accuracy', better: 'higher' } as const
const loss = { unit: 'number', chart: 'loss', better: 'lower' } as const
const train = { split: 'train', ofExamples: true } as const
const test = { split: 'test', ofExamples: true } as const

const trainAccuracy: Final = {
  ...{ ...accuracy, ...train },
  name: 'train acc',
  summary: 'accuracy on the training split, labels as trained on',
  of: (last) => last.trainAccuracy,
}

const testAccuracy: Final = {
  ...{ ...accuracy, ...test },
  name: 'test acc',
  summary: 'accuracy on the test split',
  ofExample: (rank) => Number(rank === 0),
  of: (last) => last.testAccuracy,
}

const trainLoss: Final = {
  ...{ ...loss, split: 'train' },
  name: 'train loss',
  summary: "the training's loss on the training split, without weight decay and label smoothing",
  of: (last) => last.trainLoss,
}

const testLoss: Final = {
  ...{ ...loss, split: 'test' },
  name: 'test loss',
  summary: "the training's loss on the test split",
  of: (last) => last.testLoss,
}

/** Accuracies that count a class among the k largest outputs. */
const top = [2, 3, 5, 10].flatMap((k): Final[] => [
  {
    ...{ ...accuracy, ...train },
    name: `train top-${k} acc`,
    summary: `training examples whose class is among the ${k} largest outputs`,
    of: ({ trainTopAccuracies: top }) => top && (top[k - 1] ?? 1),
  },
  {
    ...{ ...accuracy, ...test },
    name: `test top-${k} acc`,
    summary: `test examples whose class is among the ${k} largest outputs`,
    ofExample: (rank) => Number(rank < k),
    of: ({ testTopAccuracies: top }) => top && (top[k - 1] ?? 1),
  },
])

const finals: Final[] = [
  trainAccuracy,
  testAccuracy,
  {
    ...{ ...accuracy, ...train, better: 'lower' },
    name: 'train error',
    summary: '1 - train acc',
    of: (last) => 1 - last.trainAccuracy,
  },
  {
    ...{ ...accuracy, ...test, better: 'lower' },
    name: 'test error',
    summary: '1 - test acc',
    ofExample: (rank) => Number(rank > 0),
    of: (last) => 1 - last.testAccuracy,
  },
  trainLoss,
  testLoss,
  ...top,
  {
    ...{ ...accuracy, split: 'train' },
    name: 'online train acc',
    summary:
      'mean accuracy of the last epoch on its batches as they were trained on, each before its step',
    of: (last) => last.onlineAccuracy,
  },
  {
    ...{ ...loss, split: 'train' },
    name: 'online train loss',
    summary: 'mean loss of the last epoch on its batches, each before its step',
    of: (last) => last.onlineLoss,
  },
  {
    ...{ unit: 'points', chart: 'accuracy', better: 'lower' },
    name: 'generalization gap',
    summary: 'train acc - test acc',
    of: (last) => last.trainAccuracy - last.testAccuracy,
  },
  {
    name: 'weight norm',
    summary: 'Euclidean norm of all trainable weights',
    unit: 'number',
    of: (last) => last.weightNorm,
  },
  {
    name: 'gradient norm',
    summary: "Euclidean norm of the last step's gradient, weight decay included, before clipping",
    unit: 'number',
    of: (last) => last.gradientNorm,
  },
  { name: 'epochs', summary: 'epochs trained', unit: 'epochs', of: (last) => last.epoch },
]

/** The first of the evaluations with the best value. */
function firstBest({ curve }: MeasuredRun, { of, better }: Final): Evaluation | undefined {
  const rank = (evaluation: Evaluation) =>
    (better === 'lower' ? -1 : 1) * (of(evaluation) ?? -Infinity)
  return curve.reduce<Evaluation | undefined>(
    (best, evaluation) => (best && rank(best) >= rank(evaluation) ? best : evaluation),
    undefined,
  )
}

/** The number of epochs since the best value, for patience: `until epochs since best test loss >= 10 or 300 epochs`. */
function sinceBest({ name, chart, split, ...kind }: Final): MetricKind {
  return defineMetric({
    name: `epochs since best ${name}`,
    summary: `epochs from the first evaluation with the best ${name} to the last one`,
    ...{ unit: 'epochs', ...(chart && { chart }), ...(split && { split }) },
    value(run) {
      const [first, last] = [firstBest(run, { name, ...kind }), run.curve.at(-1)]
      return first && last && last.epoch - first.epoch
    },
  })
}

export const metrics: MetricKind[] = [
  ...finals.map(final),
  defineMetric({
    name: 'layer-N weight norm',
    summary: 'Euclidean norm of the N-th layer that has trainable weights: `layer-1 weight norm`',
    unit: 'number',
    ofLayer: true,
    value: ({ curve }, _reached, layer = 0) => curve.at(-1)?.layerNorms?.[layer],
  }),
  defineMetric({
    ...{ ...accuracy, ...test },
    name: 'best test acc',
    summary: 'highest test acc of all evaluations',
    ofBest: true,
    course: 'rising',
    value: (run) => firstBest(run, testAccuracy)?.testAccuracy,
  }),
  defineMetric({
    name: 'best test epoch',
    summary: 'first epoch with the best test acc',
    ...{ unit: 'epochs', chart: 'accuracy', split: 'test' },
    value: (run) => firstBest(run, testAccuracy)?.epoch,
  }),
  sinceBest(testAccuracy),
  sinceBest(testLoss),
  sinceBest(trainLoss),
  defineMetric({
    name: 'epochs to',
    summary: 'epochs until a condition is first met: `epochs to (train loss < 0.05)`',
    unit: 'epochs',
    better: 'lower',
    takesCondition: true,
    value: (_run, reached) => reached?.epoch ?? Infinity,
  }),
  defineMetric({
    name: 'steps to',
    summary: 'training steps until a condition is first met: `steps to (train acc > 99%)`',
    unit: 'steps',
    better: 'lower',
    takesCondition: true,
    value: ({ stepsPerEpoch }, reached) =>
      reached ? (reached.step ?? reached.epoch * stepsPerEpoch) : Infinity,
  }),
  defineMetric({
    name: 'params',
    summary: 'number of trainable parameters',
    unit: 'number',
    course: 'fixed',
    value: ({ parameters }) => parameters,
  }),
  defineMetric({
    name: 'wall time',
    summary: 'seconds of the whole run',
    unit: 'seconds',
    better: 'lower',
    course: 'rising',
    value: ({ provenance }) => provenance.seconds,
  }),
  defineMetric({
    name: 'images per second',
    summary: 'training images over the time after the preparation, including evaluations',
    unit: 'images per second',
    better: 'higher',
    value({ curve, trainExamples, provenance: { seconds, setupSeconds = 0 } }) {
      const epochs = curve.at(-1)?.epoch
      return epochs && (epochs * trainExamples) / (seconds - setupSeconds)
    },
  }),
  defineMetric({
    name: 'peak memory',
    summary: "largest resident set of the run's process",
    unit: 'bytes',
    better: 'lower',
    course: 'rising',
    value: ({ provenance }) => provenance.peakMemory,
  }),
]
