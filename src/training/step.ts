/** @file One training step: gradients, weight decay, clipping, the optimizer's update. */

import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import type { TrainingSetup } from '../claims/setup.js'
import type { EngineSession, TensorFlow } from '../engine/engine.js'
import type { Optimizer, TrainingProgress } from '../kinds/optimizer.js'
import type { Registry } from '../kinds/registry.js'
import type { Model, Weight } from '../models/model.js'
import type { RandomKey } from '../random/key.js'
import type { Batch } from './examples.js'
import { rateAt } from './rate.js'

export class TrainingStep {
  readonly optimizer: Optimizer
  /** The training loss of each example, without label smoothing. */
  readonly lossOf: (logits: Tensor2D, labels: Tensor2D) => Tensor1D
  readonly #session: EngineSession
  readonly #registry: Registry
  readonly #model: Model
  readonly #setup: TrainingSetup
  readonly #weights: Weight[]

  constructor(session: EngineSession, registry: Registry, model: Model, setup: TrainingSetup) {
    this.#session = session
    this.#registry = registry
    this.#model = model
    this.#setup = setup
    this.#weights = model.trainable
    const { kind, parameters } = setup.optimizer
    const trained = this.#weights.map(({ variable, spec }) => ({
      variable,
      kernel: spec.kernel === true,
    }))
    this.optimizer = registry.get('optimizer', kind).create(session, parameters, trained)
    const loss = setup.loss ?? { kind: 'cross-entropy', parameters: {} }
    const { apply } = registry.get('loss', loss.kind)
    this.lossOf = (logits, labels) => apply(session, loss.parameters, logits, labels)
  }

  rateAt(progress: TrainingProgress): number {
    return rateAt(this.#registry, this.#setup, progress)
  }

  /**
   * Takes one step without reading from the device.
   * @param key the key of the random draws of layers in this step
   * @returns the batch's mean loss, the number of correct predictions and, if requested, the gradient's norm, as
   *   one tensor, which the caller disposes of
   */
  take(
    { images, labels }: Batch,
    progress: TrainingProgress,
    key: RandomKey,
    withGradientNorm: boolean,
  ): Tensor1D {
    const { tf } = this.#session
    const rate = this.rateAt(progress)
    return tf.tidy(() => {
      const targets = this.#targets(tf, labels)
      let hits: Tensor | undefined
      const { value, grads } = tf.variableGrads(
        () => {
          const logits = this.#model.apply(images, key)
          hits = tf.keep(countHits(tf, logits, labels))
          return tf.mean<Scalar>(this.lossOf(logits, targets))
        },
        this.#weights.map(({ variable }) => variable),
      )
      const gradients = this.#weights.map((weight) =>
        this.#withDecay(tf, weight, grads[weight.variable.name] as Tensor),
      )
      const norm = withGradientNorm ? [globalNorm(tf, gradients)] : []
      const clipped = this.#clipped(tf, gradients)
      this.#weights.forEach((weight, index) => {
        this.#decouple(tf, weight, rate)
        this.optimizer.update(index, clipped[index] as Tensor, { rate, step: progress.step })
      })
      const result = tf.stack([value, hits as Tensor, ...norm]) as Tensor1D
      hits?.dispose()
      return result
    })
  }

  /** With smoothing e, each class gets e / classes, and the label also 1 - e (Szegedy et al. 2016, section 7). */
  #targets(tf: TensorFlow, labels: Tensor2D): Tensor2D {
    const { labelSmoothing } = this.#setup
    if (labelSmoothing === undefined) return labels
    return tf.add(tf.mul(labels, 1 - labelSmoothing), labelSmoothing / labels.shape[1])
  }

  /** The gradient of the loss plus decay / 2 |w|^2. */
  #withDecay(tf: TensorFlow, weight: Weight, gradient: Tensor): Tensor {
    const { weightDecay } = this.#setup
    if (weightDecay === undefined || weightDecay.decoupled || !this.#decays(weight)) return gradient
    return tf.add(gradient, tf.mul(weight.variable, weightDecay.rate))
  }

  /** w = (1 - rate decay) w, before the optimizer's own step (Loshchilov and Hutter 2019). */
  #decouple(tf: TensorFlow, weight: Weight, rate: number): void {
    const { weightDecay } = this.#setup
    if (!weightDecay?.decoupled || !this.#decays(weight)) return
    weight.variable.assign(tf.mul(weight.variable, 1 - rate * weightDecay.rate))
  }

  #decays({ spec }: Weight): boolean {
    return spec.kernel === true || this.#setup.weightDecay?.on === 'all parameters'
  }

  #clipped(tf: TensorFlow, gradients: Tensor[]): Tensor[] {
    const { clip } = this.#setup
    if (clip === undefined) return gradients
    const { by, limit } = clip
    if (by === 'value') return gradients.map((gradient) => tf.clipByValue(gradient, -limit, limit))
    const scale = tf.div(limit, tf.maximum(globalNorm(tf, gradients), limit))
    return gradients.map((gradient) => tf.mul(gradient, scale))
  }
}

/** Square root of the sum of all squares. */
export function globalNorm(tf: TensorFlow, tensors: readonly Tensor[]): Scalar {
  const squares = tensors.map((tensor) => tf.sum(tf.square(tensor)))
  return tf.sqrt(tf.sum(tf.stack(squares)))
}

function countHits(tf: TensorFlow, logits: Tensor2D, labels: Tensor2D): Tensor {
  const right = tf.equal(tf.argMax(logits, 1), tf.argMax(labels, 1))
  return tf.sum(tf.cast(right, 'float32'))
}
