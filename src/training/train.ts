/** @file One training run: the loop over epochs and steps, its evaluations and its pauses. */

import { setImmediate } from 'node:timers/promises'
import type { Tensor1D, Variable } from '@tensorflow/tfjs-core'
import { type TrainingSetup, stepsIn } from '../claims/setup.js'
import { ahead } from '../data/ahead.js'
import type { PreparedData } from '../data/prepare.js'
import type { EngineSession, TensorFlow } from '../engine/engine.js'
import { isMet } from '../kinds/measure.js'
import type { Evaluation, MeasuredRun } from '../kinds/metric.js'
import type { Registry } from '../kinds/registry.js'
import type { Model } from '../models/model.js'
import { type RandomKey, RandomStream, deriveKey } from '../random/key.js'
import { evaluate } from './evaluate.js'
import { type Batch, type Examples, firstOf, openExamples, augmentedExamples } from './examples.js'
import { type Online, type TrainingState, readValues, restoreValues, startOnline } from './state.js'
import { TrainingStep, globalNorm } from './step.js'
import { withinMemory } from './within-memory.js'

export type TrainingOutcome =
  | ({ status: 'finished' } & Measurements)
  /** The loss became NaN or infinite. */
  | ({ status: 'diverged'; reason: string } & Measurements)
  /** It was asked to end before its time. */
  | ({ status: 'stopped'; reason: string } & Measurements)

type Measurements = Pick<
  MeasuredRun,
  'curve' | 'stepsPerEpoch' | 'trainExamples' | 'parameters' | 'weightNorms' | 'testRanks'
>

export interface TrainingJob {
  session: EngineSession
  registry: Registry
  model: Model
  data: PreparedData
  setup: TrainingSetup
  key: RandomKey
  /** Whether what it has on each test example is kept. */
  withTestRanks?: boolean
  /** When it fires, training ends with the epoch under way; its reason says why. */
  stop?: AbortSignal
  /** When it fires, training saves where it stands and ends at the next pause, by {@link Interrupted}. */
  interrupt?: AbortSignal
  checkpoints?: Checkpoints
}

export interface Checkpoints {
  /** Where an earlier process left off. */
  resume?: TrainingState | undefined
  /** In milliseconds, from one to the next. */
  interval: number
  save(state: TrainingState): Promise<void>
}

/** The training was told to end, and has saved where it stands. */
export class Interrupted extends Error {}

/** How long the process may be deaf to its parent, in milliseconds. */
const betweenPauses = 200
/** Steps whose measurements wait on the device. */
const mostPending = 64
const keptLosses = 3

export async function train(
  job: TrainingJob,
  onEvaluation: (evaluation: Evaluation) => void,
): Promise<TrainingOutcome> {
  const { session, registry, model, data, setup, key, checkpoints, withTestRanks } = job
  const { tf } = session
  const step = new TrainingStep(session, registry, model, setup)
  const resumed = checkpoints?.resume
  if (resumed) {
    const tensor = (values: Float32Array, shape: number[]) => tf.tensor(values, shape) as Variable
    restoreValues(tensor, model, step.optimizer, resumed.values)
  }
  const trainSplit = await openExamples(session, data.train, data.classes)
  const testSplit = await openExamples(session, data.test, data.classes)

  const started = performance.now() - 1000 * (resumed?.seconds ?? 0)
  const seconds = () => (performance.now() - started) / 1000
  const curve: Evaluation[] = [...(resumed?.curve ?? [])]
  curve.forEach(onEvaluation)
  const trainExamples = trainSplit.count
  const stepsPerEpoch = stepsIn(setup, trainExamples)
  const measured = { curve, stepsPerEpoch, trainExamples, parameters: model.size }
  let testRanks: string | undefined
  const end = (): Measurements => ({
    ...{ ...measured, weightNorms: weightNorms(session, model) },
    ...(testRanks !== undefined && { testRanks }),
  })

  let online = resumed?.online ?? startOnline()
  const pending: { measured: Tensor1D; examples: number; step: number; rate: number }[] = []
  /** Reads what the steps measured; says where the loss was not finite. */
  const settle = (): string | undefined => {
    if (pending.length === 0) return undefined
    const values = pending.map(({ measured }) => measured.dataSync())
    for (const [index, [loss = NaN, hits = 0, gradientNorm]] of values.entries()) {
      const { examples, step, rate } = pending[index] as (typeof pending)[number]
      if (!Number.isFinite(loss)) return divergence(loss, step, stepsPerEpoch, rate, online)
      online.loss += loss * examples
      online.hits += hits
      online.examples += examples
      if (gradientNorm !== undefined) online.gradientNorm = gradientNorm
      online.lastLosses = [...online.lastLosses, loss].slice(-keptLosses)
    }
    tf.dispose(pending.map(({ measured }) => measured))
    pending.length = 0
    return undefined
  }
  let savedAt = performance.now()
  const save = async (epoch: number, steps: number) => {
    const values = readValues(model, step.optimizer)
    await checkpoints?.save({ epoch, steps, online, curve, seconds: seconds(), values })
    savedAt = performance.now()
  }
  let pausedAt = performance.now()
  /** Lets the process hear and say things; keeps where it stands when that is due. */
  const pause = async (epoch: number, steps: number) => {
    await setImmediate()
    pausedAt = performance.now()
    const due = checkpoints && pausedAt - savedAt >= checkpoints.interval
    if (due || job.interrupt?.aborted) await save(epoch, steps)
    if (job.interrupt?.aborted) throw new Interrupted()
  }

  const { epochs, steps: lastStep = Infinity } = setup.stop
  for (let epoch = resumed?.epoch ?? 1; epoch <= epochs; epoch++) {
    const before = (epoch - 1) * stepsPerEpoch
    const steps = Math.min(stepsPerEpoch, lastStep - before)
    const evaluated =
      epoch % setup.evaluateEvery === 0 || epoch === epochs || before + steps === lastStep
    const order = new RandomStream(deriveKey(key, `data order ${epoch}`)).permutation(trainExamples)
    const first = epoch === resumed?.epoch ? resumed.steps : 0
    const examples = data.augmented
      ? augmentedExamples(tf, data.augmented, data.classes, deriveKey(key, `augmentation ${epoch}`))
      : trainSplit
    for await (const [index, batch] of batches(tf, examples, order, setup.batch, first, steps)) {
      const progress = { epoch: epoch - 1, step: before + index, stepsPerEpoch }
      const withNorm = evaluated && index === steps - 1
      const stepKey = deriveKey(key, `step ${progress.step}`)
      const [size] = batch.labels.shape
      pending.push({
        measured: withinMemory(session.info, size, (count) =>
          step.take(
            count === size ? batch : firstOf(tf, batch, count),
            progress,
            stepKey,
            withNorm,
          ),
        ),
        examples: size,
        step: progress.step,
        rate: step.rateAt(progress),
      })
      tf.dispose([batch.images, batch.labels])
      if (pending.length < mostPending && performance.now() - pausedAt < betweenPauses) continue
      const reason = settle()
      if (reason !== undefined) return { status: 'diverged', reason, ...end() }
      await pause(epoch, index + 1)
    }
    const reason = settle()
    if (reason !== undefined) return { status: 'diverged', reason, ...end() }
    if (evaluated) {
      const onTrain = await evaluate(session, model, trainSplit, step.lossOf)
      if (!Number.isFinite(onTrain.loss)) {
        const rate = step.rateAt({ epoch: epoch - 1, step: before + steps - 1, stepsPerEpoch })
        const reason = divergence(onTrain.loss, before + steps - 1, stepsPerEpoch, rate, online)
        return { status: 'diverged', reason, ...end() }
      }
      const onTest = await evaluate(session, model, testSplit, step.lossOf, withTestRanks)
      testRanks = onTest.ranks
      const evaluation: Evaluation = {
        epoch,
        step: before + steps,
        trainAccuracy: onTrain.topAccuracies[0] ?? NaN,
        trainLoss: onTrain.loss,
        testAccuracy: onTest.topAccuracies[0] ?? NaN,
        testLoss: onTest.loss,
        onlineAccuracy: online.hits / online.examples,
        onlineLoss: online.loss / online.examples,
        ...normsByLayer(session, model),
        ...(online.gradientNorm !== undefined && { gradientNorm: online.gradientNorm }),
        trainTopAccuracies: onTrain.topAccuracies,
        testTopAccuracies: onTest.topAccuracies,
      }
      curve.push(evaluation)
      onEvaluation(evaluation)
      const provenance = { seconds: seconds(), peakMemory: peakMemory() }
      const soFar = { ...measured, provenance }
      if (setup.stop.conditions.some((condition) => isMet(registry, soFar, condition))) break
    }
    online = startOnline(online.lastLosses)
    if (epoch === epochs || before + steps === lastStep) break
    await pause(epoch + 1, 0)
    if (evaluated && job.stop?.aborted) {
      await save(epoch + 1, 0)
      return { status: 'stopped', reason: String(job.stop.reason), ...end() }
    }
  }
  return { status: 'finished', ...end() }
}

/** The batches of an epoch from the `first` on, the next one asked for before the last is used. */
async function* batches(
  tf: TensorFlow,
  examples: Examples,
  order: Int32Array,
  size: number,
  first: number,
  end: number,
): AsyncGenerator<[number, Batch]> {
  const ask = (place: number) => {
    const start = (first + place) * size
    return examples.take(order.subarray(start, start + size))
  }
  const unused = ({ images, labels }: Batch) => tf.dispose([images, labels])
  let index = first
  for await (const batch of ahead(end - first, 1, ask, unused)) yield [index++, batch]
}

function divergence(
  loss: number,
  step: number,
  stepsPerEpoch: number,
  rate: number,
  { lastLosses }: Online,
): string {
  const epoch = Math.floor(step / stepsPerEpoch) + 1
  const before = lastLosses.map((value) => value.toPrecision(4)).join(', ')
  return `the training loss became ${loss} at step ${(step % stepsPerEpoch) + 1} of epoch ${epoch} (rate ${Number(rate.toPrecision(4))}${before && `; losses before: ${before}`})`
}

/** The Euclidean norm of each trainable weight, by its name. */
function weightNorms({ tf }: EngineSession, model: Model): Record<string, number> {
  const weights = model.trainable
  if (weights.length === 0) return {}
  const norms = tf.tidy(() =>
    tf.stack(weights.map(({ variable }) => globalNorm(tf, [variable]))).dataSync(),
  )
  return Object.fromEntries(weights.map(({ name }, index) => [name, norms[index] ?? NaN]))
}

function normsByLayer(session: EngineSession, model: Model) {
  const norms = Object.values(weightNorms(session, model))
  const layers = new Map<string, number>()
  for (const [index, { layer }] of model.trainable.entries()) {
    layers.set(layer, Math.hypot(layers.get(layer) ?? 0, norms[index] ?? NaN))
  }
  return { weightNorm: Math.hypot(...norms), layerNorms: [...layers.values()] }
}

/** Largest resident set of this process so far, in bytes. */
export function peakMemory(): number {
  return 1024 * process.resourceUsage().maxRSS
}
