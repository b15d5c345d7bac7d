/** @file The measurements of an epoch's steps, read from the device several steps at a time. */

import type { Tensor1D } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../engine/engine.js'
import { type Online, startOnline } from './state.js'

/** A step whose measurements may still be on the device. */
interface TakenStep {
  /** Mean loss, hits and optionally the gradient's norm; see {@link TrainingStep.take}. */
  measured: Tensor1D
  examples: number
  /** From 0, over all epochs. */
  step: number
  rate: number
}

/** A step whose loss was NaN or infinite. */
export type DivergedStep = Pick<TakenStep, 'step' | 'rate'> & { loss: number }

const keptLosses = 3

export class OnlineMeasurements {
  /** Sums over the epoch under way, without the pending steps. */
  sums: Online
  readonly #tf: TensorFlow
  #pending: TakenStep[] = []

  constructor(tf: TensorFlow, sums: Online = startOnline()) {
    this.#tf = tf
    this.sums = sums
  }

  /** The number of steps that wait to be read. */
  get pending(): number {
    return this.#pending.length
  }

  add(step: TakenStep): void {
    this.#pending.push(step)
  }

  /** Reads the pending steps up to the first that diverged, which it returns. */
  async settle(): Promise<DivergedStep | undefined> {
    const steps = this.#pending
    this.#pending = []
    const values = await this.#read(steps)
    let start = 0
    for (const { measured, examples, step, rate } of steps) {
      const [loss = NaN, hits = 0, gradientNorm] = values.slice(start, (start += measured.size))
      if (!Number.isFinite(loss)) return { loss, step, rate }
      this.sums.loss += loss * examples
      this.sums.hits += hits
      this.sums.examples += examples
      if (gradientNorm !== undefined) this.sums.gradientNorm = gradientNorm
      this.sums.lastLosses = [...this.sums.lastLosses, loss].slice(-keptLosses)
    }
    return undefined
  }

  /** Reads the values of these steps, one after another, in one transfer; disposes of their tensors. */
  async #read(steps: readonly TakenStep[]): Promise<Float32Array> {
    if (steps.length === 0) return new Float32Array(0)
    const tensors = steps.map(({ measured }) => measured)
    const all = this.#tf.concat(tensors)
    this.#tf.dispose(tensors)
    try {
      return (await all.data()) as Float32Array
    } finally {
      all.dispose()
    }
  }

  startEpoch(): void {
    this.sums = startOnline(this.sums.lastLosses)
  }
}
