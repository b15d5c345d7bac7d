/** @file One training run: the loop over epochs and steps, its evaluations and its pauses. */

import { setImmediate } from 'node:timers/promises'
import type { Variable } from '@tensorflow/tfjs-core'
import { type TrainingSetup, stepsIn } from '../claims/setup.js'
import { ahead } from '../data/ahead.js'
import type { PreparedData } from '../data/prepare.js'
import type { EngineSession } from '../engine/engine.js'
import { isMet } from '../kinds/measure.js'
import type { Evaluation, MeasuredRun } from '../kinds/metric.js'
import type { Registry } from '../kinds/registry.js'
import type { Model } from '../models/model.js'
import { type RandomKey, RandomStream, deriveKey } from '../random/key.js'
import { evaluate } from './evaluate.js'
import { type Batch, type Examples, firstOf, openExamples, augmentedExamples } from './examples.js'
import { normsByLayer, weightNorms } from './norms.js'
import { type DivergedStep, OnlineMeasurements } from './online.js'
import { type TrainingState, readValues, restoreValues } from './state.js'
import { TrainingStep } from './step.js'
import { withinMemory } from './within-memory.js'

export type TrainingOutcome =
  | ({ status: 'finished' } & Measurements)
  /** The loss became NaN or infinite. */
  | ({ status: 'diverged'; reason: string } & Measurements)
  /** Training was told to end before its last epoch. */
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
  /** True to keep the rank of each test example. */
  withTestRanks?: boolean
  /** When it fires, training ends after the epoch under way; its `reason` says why. */
  stop?: AbortSignal
  /** When it fires, training saves its state at the next pause and throws {@link Interrupted}. */
  interrupt?: AbortSignal
  checkpoints?: Checkpoints
}

export interface Checkpoints {
  /** The state that an earlier process saved. */
  resume?: TrainingState | undefined
  /** The time from one checkpoint to the next, in milliseconds. */
  interval: number
  save(state: TrainingState): Promise<void>
}

/** The training was told to end, and has saved its state. */
export class Interrupted extends Error {}

/** The longest time without reading messages of the parent process, in milliseconds. */
const betweenPauses = 200
/** The most steps whose measurements stay on the device before they are read. */
const mostPending = 64

export async function train(
  job: TrainingJob,
  onEvaluation: (evaluation: Evaluation) => void,
): Promise<TrainingOutcome> {
  const { session, registry, model, data, setup, checkpoints } = job
  const step = new TrainingStep(session, registry, model, setup)
  if (checkpoints?.resume) {
    const tensor = (values: Float32Array, shape: number[]) =>
      session.tf.tensor(values, shape) as Variable
    restoreValues(tensor, model, step.optimizer, checkpoints.resume.values)
  }
  const onTrain = await openExamples(session, data.train, data.classes)
  const onTest = await openExamples(session, data.test, data.classes)
  return new Training(job, step, onTrain, onTest, onEvaluation).run()
}

/** One epoch of a training. */
interface Epoch {
  /** From 1. */
  number: number
  /** The number of steps of all earlier epochs, and of this epoch. */
  before: number
  steps: number
  evaluated: boolean
  last: boolean
}

/** A training under way: its state, and the steps that advance it. */
class Training {
  readonly #job: TrainingJob
  readonly #step: TrainingStep
  readonly #trainSplit: Examples
  readonly #testSplit: Examples
  readonly #onEvaluation: (evaluation: Evaluation) => void

  readonly #stepsPerEpoch: number
  readonly #online: OnlineMeasurements
  readonly #curve: Evaluation[]
  /** The ranks of the last evaluation, if they are kept. */
  #testRanks: string | undefined
  /** The epoch under way, from 1, and the number of its steps that are done. */
  #epoch: number
  #steps: number
  /** True once the device has had room for a step. */
  #fits = false

  /** Times by the monotonic clock, in milliseconds. */
  readonly #startedAt: number
  #savedAt = performance.now()
  #pausedAt = performance.now()

  constructor(
    job: TrainingJob,
    step: TrainingStep,
    trainSplit: Examples,
    testSplit: Examples,
    onEvaluation: (evaluation: Evaluation) => void,
  ) {
    this.#job = job
    this.#step = step
    this.#trainSplit = trainSplit
    this.#testSplit = testSplit
    this.#onEvaluation = onEvaluation
    const resumed = job.checkpoints?.resume
    this.#stepsPerEpoch = stepsIn(job.setup, trainSplit.count)
    this.#online = new OnlineMeasurements(job.session.tf, resumed?.online)
    this.#curve = [...(resumed?.curve ?? [])]
    this.#epoch = resumed?.epoch ?? 1
    this.#steps = resumed?.steps ?? 0
    this.#startedAt = performance.now() - 1000 * (resumed?.seconds ?? 0)
  }

  async run(): Promise<TrainingOutcome> {
    const { setup, stop } = this.#job
    this.#curve.forEach(this.#onEvaluation)
    while (this.#epoch <= setup.stop.epochs) {
      const epoch = this.#epochUnderWay()
      const diverged =
        (await this.#trainEpoch(epoch)) ?? (epoch.evaluated && (await this.#evaluate(epoch)))
      if (diverged) {
        return {
          status: 'diverged',
          reason: this.#reason(diverged),
          ...(await this.#measurements()),
        }
      }
      if (epoch.last || (epoch.evaluated && this.#isDone())) break
      this.#startEpoch(epoch.number + 1)
      await this.#pause()
      if (epoch.evaluated && stop?.aborted) {
        await this.#save()
        return { status: 'stopped', reason: String(stop.reason), ...(await this.#measurements()) }
      }
    }
    return { status: 'finished', ...(await this.#measurements()) }
  }

  #epochUnderWay(): Epoch {
    const { stop, evaluateEvery } = this.#job.setup
    const { epochs, steps: lastStep = Infinity } = stop
    const before = (this.#epoch - 1) * this.#stepsPerEpoch
    const steps = Math.min(this.#stepsPerEpoch, lastStep - before)
    const last = this.#epoch === epochs || before + steps === lastStep
    const evaluated = this.#epoch % evaluateEvery === 0 || last
    return { number: this.#epoch, before, steps, evaluated, last }
  }

  #startEpoch(number: number): void {
    this.#online.startEpoch()
    this.#epoch = number
    this.#steps = 0
  }

  async #trainEpoch(epoch: Epoch): Promise<DivergedStep | undefined> {
    const { tf } = this.#job.session
    for await (const [index, batch] of this.#batches(epoch)) {
      await this.#takeStep(epoch, index, batch)
      tf.dispose([batch.images, batch.labels])
      const deafFor = performance.now() - this.#pausedAt
      if (this.#online.pending < mostPending && deafFor < betweenPauses) continue
      const diverged = await this.#online.settle()
      if (diverged) return diverged
      this.#steps = index + 1
      await this.#pause()
    }
    return await this.#online.settle()
  }

  /** The remaining batches of the epoch; the next is requested before the current one is used. */
  async *#batches({ number, steps }: Epoch): AsyncGenerator<[number, Batch]> {
    const { session, data, setup, key } = this.#job
    const { tf } = session
    const stream = new RandomStream(deriveKey(key, `data order ${number}`))
    const order = stream.permutation(this.#trainSplit.count)
    const augmentation = deriveKey(key, `augmentation ${number}`)
    const examples = data.augmented
      ? augmentedExamples(tf, data.augmented, data.classes, augmentation)
      : this.#trainSplit
    const first = this.#steps
    const ask = (place: number) => {
      const start = (first + place) * setup.batch
      return examples.take(order.subarray(start, start + setup.batch))
    }
    const unused = ({ images, labels }: Batch) => tf.dispose([images, labels])
    let index = first
    for await (const batch of ahead(steps - first, 1, ask, unused)) yield [index++, batch]
  }

  async #takeStep(epoch: Epoch, index: number, batch: Batch): Promise<void> {
    const { session, key } = this.#job
    const progress = this.#progress(epoch.before + index)
    const withNorm = epoch.evaluated && index === epoch.steps - 1
    const stepKey = deriveKey(key, `step ${progress.step}`)
    const [size] = batch.labels.shape
    const measured = await withinMemory(session.info, size, async (count) => {
      const part = count === size ? batch : firstOf(session.tf, batch, count)
      const taken = this.#step.take(part, progress, stepKey, withNorm)
      // All steps need the same memory, so the first one shows if it fits.
      if (!this.#fits) await session.settled?.()
      return taken
    })
    this.#fits = true
    const rate = this.#step.rateAt(progress)
    this.#online.add({ measured, examples: size, step: progress.step, rate })
  }

  /** @returns the epoch's last step if the loss over the training split is not finite */
  async #evaluate({ number, before, steps }: Epoch): Promise<DivergedStep | undefined> {
    const { session, model, withTestRanks } = this.#job
    const { lossOf } = this.#step
    const onTrain = await evaluate(session, model, this.#trainSplit, lossOf)
    if (!Number.isFinite(onTrain.loss)) {
      const step = before + steps - 1
      return { loss: onTrain.loss, step, rate: this.#step.rateAt(this.#progress(step)) }
    }
    const onTest = await evaluate(session, model, this.#testSplit, lossOf, withTestRanks)
    this.#testRanks = onTest.ranks
    const { hits, loss, examples, gradientNorm } = this.#online.sums
    const evaluation: Evaluation = {
      epoch: number,
      step: before + steps,
      trainAccuracy: onTrain.topAccuracies[0] ?? NaN,
      trainLoss: onTrain.loss,
      testAccuracy: onTest.topAccuracies[0] ?? NaN,
      testLoss: onTest.loss,
      onlineAccuracy: hits / examples,
      onlineLoss: loss / examples,
      ...(await normsByLayer(session, model)),
      ...(gradientNorm !== undefined && { gradientNorm }),
      trainTopAccuracies: onTrain.topAccuracies,
      testTopAccuracies: onTest.topAccuracies,
    }
    this.#curve.push(evaluation)
    this.#onEvaluation(evaluation)
    return undefined
  }

  /** True if the measurements so far end the training before its last epoch. */
  #isDone(): boolean {
    const { registry, setup } = this.#job
    const provenance = { seconds: this.#seconds(), peakMemory: peakMemory() }
    const soFar = { ...this.#measured(), provenance }
    return setup.stop.conditions.some((condition) => isMet(registry, soFar, condition))
  }

  /** Lets the process exchange messages; saves a checkpoint when it is due. */
  async #pause(): Promise<void> {
    const { checkpoints, interrupt } = this.#job
    await setImmediate()
    this.#pausedAt = performance.now()
    const due = checkpoints && this.#pausedAt - this.#savedAt >= checkpoints.interval
    if (due || interrupt?.aborted) await this.#save()
    if (interrupt?.aborted) throw new Interrupted()
  }

  async #save(): Promise<void> {
    const values = await readValues(this.#job.model, this.#step.optimizer)
    await this.#job.checkpoints?.save({
      epoch: this.#epoch,
      steps: this.#steps,
      online: this.#online.sums,
      curve: this.#curve,
      seconds: this.#seconds(),
      values,
    })
    this.#savedAt = performance.now()
  }

  #progress(step: number) {
    const stepsPerEpoch = this.#stepsPerEpoch
    return { epoch: this.#epoch - 1, step, stepsPerEpoch }
  }

  /** Wall time of the training in seconds, including that of earlier processes. */
  #seconds(): number {
    return (performance.now() - this.#startedAt) / 1000
  }

  #measured() {
    return {
      curve: this.#curve,
      stepsPerEpoch: this.#stepsPerEpoch,
      trainExamples: this.#trainSplit.count,
      parameters: this.#job.model.size,
    }
  }

  async #measurements(): Promise<Measurements> {
    const { session, model } = this.#job
    const testRanks = this.#testRanks
    return {
      ...{ ...this.#measured(), weightNorms: await weightNorms(session, model) },
      ...(testRanks !== undefined && { testRanks }),
    }
  }

  #reason({ loss, step, rate }: DivergedStep): string {
    const epoch = Math.floor(step / this.#stepsPerEpoch) + 1
    const place = `step ${(step % this.#stepsPerEpoch) + 1} of epoch ${epoch}`
    const before = this.#online.sums.lastLosses.map((value) => value.toPrecision(4)).join(', ')
    return `the training loss became ${loss} at ${place} (rate ${Number(rate.toPrecision(4))}${before && `; losses before: ${before}`})`
  }
}

/** Largest resident set of this process so far, in bytes. */
export function peakMemory(): number {
  return 1024 * process.resourceUsage().maxRSS
}
