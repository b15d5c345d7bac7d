/** @file The built-in metrics. */

import { type Evaluation, type MeasuredRun, defineMetric } from '../kinds/metric.js'

/** Metrics whose value is that of the last evaluation. */
function final(
  name: string,
  unit: 'fraction' | 'points' | 'number',
  summary: string,
  of: (evaluation: Evaluation) => number | undefined,
) {
  const value = ({ curve }: MeasuredRun) => {
    const last = curve.at(-1)
    return last && of(last)
  }
  return defineMetric({ name, summary, unit, value })
}

/** The first of the evaluations with the best value. */
function best({ curve }: MeasuredRun, of: (evaluation: Evaluation) => number) {
  return curve.reduce<Evaluation | undefined>(
    (best, evaluation) => (best && of(best) >= of(evaluation) ? best : evaluation),
    undefined,
  )
}

/** For patience: `until epochs since best test loss >= 10 or 300 epochs`. */
function sinceBest(name: string, of: (evaluation: Evaluation) => number) {
  return defineMetric({
    name: `epochs since best ${name}`,
    summary: `epochs from the first evaluation with the best ${name} to the last one`,
    unit: 'number',
    value(run) {
      const [first, last] = [best(run, of), run.curve.at(-1)]
      return first && last && last.epoch - first.epoch
    },
  })
}

const topMetrics = [2, 3, 5, 10].flatMap((k) => [
  final(
    `train top-${k} acc`,
    'fraction',
    `training examples whose class is among the ${k} largest outputs`,
    ({ trainTopAccuracies: top }) => top && (top[k - 1] ?? 1),
  ),
  final(
    `test top-${k} acc`,
    'fraction',
    `test examples whose class is among the ${k} largest outputs`,
    ({ testTopAccuracies: top }) => top && (top[k - 1] ?? 1),
  ),
])

export const metrics = [
  final(
    'train acc',
    'fraction',
    'accuracy on the training split, labels as trained on',
    (last) => last.trainAccuracy,
  ),
  final('test acc', 'fraction', 'accuracy on the test split', (last) => last.testAccuracy),
  final('train error', 'fraction', '1 - train acc', (last) => 1 - last.trainAccuracy),
  final('test error', 'fraction', '1 - test acc', (last) => 1 - last.testAccuracy),
  final(
    'train loss',
    'number',
    "the training's loss on the training split, without weight decay and label smoothing",
    (last) => last.trainLoss,
  ),
  final('test loss', 'number', "the training's loss on the test split", (last) => last.testLoss),
  ...topMetrics,
  final(
    'online train acc',
    'fraction',
    'mean accuracy of the last epoch on its batches as they were trained on, each before its step',
    (last) => last.onlineAccuracy,
  ),
  final(
    'online train loss',
    'number',
    'mean loss of the last epoch on its batches, each before its step',
    (last) => last.onlineLoss,
  ),
  final(
    'generalization gap',
    'points',
    'train acc - test acc',
    (last) => last.trainAccuracy - last.testAccuracy,
  ),
  final(
    'weight norm',
    'number',
    'Euclidean norm of all trainable weights',
    (last) => last.weightNorm,
  ),
  defineMetric({
    name: 'layer-N weight norm',
    summary: 'Euclidean norm of the N-th layer that has trainable weights: `layer-1 weight norm`',
    unit: 'number',
    ofLayer: true,
    value: ({ curve }, _reached, layer = 0) => curve.at(-1)?.layerNorms?.[layer],
  }),
  final(
    'gradient norm',
    'number',
    "Euclidean norm of the last step's gradient, weight decay included, before clipping",
    (last) => last.gradientNorm,
  ),
  defineMetric({
    name: 'best test acc',
    summary: 'highest test acc of all evaluations',
    unit: 'fraction',
    course: 'rising',
    value: (run) => best(run, ({ testAccuracy }) => testAccuracy)?.testAccuracy,
  }),
  defineMetric({
    name: 'best test epoch',
    summary: 'first epoch with the best test acc',
    unit: 'number',
    value: (run) => best(run, ({ testAccuracy }) => testAccuracy)?.epoch,
  }),
  sinceBest('test acc', ({ testAccuracy }) => testAccuracy),
  sinceBest('test loss', ({ testLoss }) => -testLoss),
  sinceBest('train loss', ({ trainLoss }) => -trainLoss),
  final('epochs', 'number', 'epochs trained', (last) => last.epoch),
  defineMetric({
    name: 'epochs to',
    summary: 'epochs until a condition is first met: `epochs to (train loss < 0.05)`',
    unit: 'number',
    takesCondition: true,
    value: (_run, reached) => reached?.epoch ?? Infinity,
  }),
  defineMetric({
    name: 'steps to',
    summary: 'training steps until a condition is first met: `steps to (train acc > 99%)`',
    unit: 'number',
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
    unit: 'number',
    course: 'rising',
    value: ({ provenance }) => provenance.seconds,
  }),
  defineMetric({
    name: 'images per second',
    summary: 'training images over the time behind set-up, evaluations included',
    unit: 'number',
    value({ curve, trainExamples, provenance: { seconds, setupSeconds = 0 } }) {
      const epochs = curve.at(-1)?.epoch
      return epochs && (epochs * trainExamples) / (seconds - setupSeconds)
    },
  }),
  defineMetric({
    name: 'peak memory',
    summary: "largest resident set of the run's process, in bytes",
    unit: 'number',
    course: 'rising',
    value: ({ provenance }) => provenance.peakMemory,
  }),
]
