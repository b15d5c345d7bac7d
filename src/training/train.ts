/** @file One training run: the loop over epochs and steps. */

import { setImmediate } from 'node:timers/promises'
import type { Tensor } from '@tensorflow/tfjs-core'
import type { TrainingSetup } from '../check/setup.js'
import type { PreparedData } from '../data/prepare.js'
import type { EngineSession } from '../engine/engine.js'
import { isMet } from '../kinds/measure.js'
import type { Evaluation, MeasuredRun } from '../kinds/metric.js'
import type { Optimizer } from '../kinds/optimizer.js'
import type { Registry } from '../kinds/registry.js'
import type { Model } from '../models/model.js'
import { type RandomKey, RandomStream, deriveKey } from '../random/key.js'
import { type DeviceSplit, toDevice } from './device-split.js'
import { evaluate } from './evaluate.js'

export type Outcome =
  | ({ status: 'finished' } & Measurements)
  /** The loss became NaN or infinite. */
  | ({ status: 'diverged'; reason: string } & Measurements)
  /** It was asked to end before its time. */
  | ({ status: 'stopped'; reason: string } & Measurements)

type Measurements = Pick<MeasuredRun, 'curve' | 'stepsPerEpoch' | 'trainExamples' | 'parameters'>

export interface TrainingJob {
  session: EngineSession
  registry: Registry
  model: Model
  data: PreparedData
  setup: TrainingSetup
  key: RandomKey
  /** When it fires, training ends with the epoch under way; its reason says why. */
  stop?: AbortSignal
}

export async function train(
  job: TrainingJob,
  onEvaluation: (evaluation: Evaluation) => void,
): Promise<Outcome> {
  const { session, registry, model, data, setup, key } = job
  const { tf } = session
  const [trainSplit, testSplit] = [
    toDevice(tf, data.train, data.classes),
    toDevice(tf, data.test, data.classes),
  ]
  const optimizer = registry
    .get('optimizer', setup.optimizer.kind)
    .create(session, setup.optimizer.parameters)
  const started = performance.now()
  const curve: Evaluation[] = []
  const trainExamples = trainSplit.count
  const stepsPerEpoch = Math.ceil(trainExamples / setup.batch)
  const measured = { curve, stepsPerEpoch, trainExamples, parameters: model.size }
  for (let epoch = 1; epoch <= setup.stop.epochs; epoch++) {
    const order = new RandomStream(deriveKey(key, `data order ${epoch}`)).permutation(
      trainSplit.count,
    )
    for (let index = 0; index < stepsPerEpoch; index++) {
      const step = (epoch - 1) * stepsPerEpoch + index
      const examples = order.subarray(index * setup.batch, (index + 1) * setup.batch)
      const rate = rateAt(registry, setup, { epoch: epoch - 1, step })
      trainStep(
        session,
        model,
        optimizer,
        trainSplit,
        examples,
        rate,
        deriveKey(key, `step ${step}`),
      )
    }
    // Lets the process hear that its parent is gone, and send what it has to say.
    await setImmediate()
    if (epoch % setup.evaluateEvery !== 0 && epoch !== setup.stop.epochs) continue
    const onTrain = evaluate(session, model, trainSplit)
    if (!Number.isFinite(onTrain.loss)) {
      const reason = `the training loss became ${onTrain.loss} in epoch ${epoch}`
      return { status: 'diverged', reason, ...measured }
    }
    const onTest = evaluate(session, model, testSplit)
    const evaluation = {
      epoch,
      trainAccuracy: onTrain.accuracy,
      trainLoss: onTrain.loss,
      testAccuracy: onTest.accuracy,
      testLoss: onTest.loss,
    }
    curve.push(evaluation)
    onEvaluation(evaluation)
    const seconds = (performance.now() - started) / 1000
    const soFar = { ...measured, provenance: { seconds, peakMemory: peakMemory() } }
    if (setup.stop.conditions.some((condition) => isMet(registry, soFar, condition))) break
    // Lets what was said about this evaluation arrive.
    await setImmediate()
    if (job.stop?.aborted && epoch < setup.stop.epochs) {
      return { status: 'stopped', reason: String(job.stop.reason), ...measured }
    }
  }
  return { status: 'finished', ...measured }
}

/** Largest resident set of this process so far, in bytes. */
export function peakMemory(): number {
  return 1024 * process.resourceUsage().maxRSS
}

function trainStep(
  { tf, operations }: EngineSession,
  model: Model,
  optimizer: Optimizer,
  { images, labels }: DeviceSplit,
  examples: Int32Array,
  rate: number,
  key: RandomKey,
): void {
  tf.tidy(() => {
    const indices = tf.tensor1d(examples, 'int32')
    const batch = tf.gather(images, indices)
    const target = tf.gather(labels, indices)
    const { grads } = tf.variableGrads(
      () => tf.mean(operations.crossEntropy(model.apply(batch, key), target)),
      model.trainable,
    )
    for (const weight of model.trainable) {
      optimizer.update(weight, grads[weight.name] as Tensor, rate)
    }
  })
}

function rateAt(
  registry: Registry,
  { rate }: TrainingSetup,
  progress: { epoch: number; step: number },
): number {
  if (rate.schedule === undefined) return rate.initial
  const { kind, parameters } = rate.schedule
  return rate.initial * registry.get('schedule', kind).factor(parameters, progress)
}
