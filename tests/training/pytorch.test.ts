import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { builtinRegistry } from '../../src/config/builtin-kinds.js'
import type { LayerSetup, TrainingSetup } from '../../src/claims/setup.js'
import type { EngineSession } from '../../src/engine/engine.js'
import { engines } from '../../src/engine/engines.js'
import { Model } from '../../src/models/model.js'
import { seedKey } from '../../src/random/key.js'
import { oneHot } from '../../src/training/examples.js'
import { TrainingStep } from '../../src/training/step.js'
import { orderFor } from '../support/run-order.js'
import { spec } from '../support/specs.js'

/** Numbers of PyTorch; the head of pytorch-reference.py explains how they were made. */
interface Reference {
  images: number[]
  labels: number[]
  initial: { shape: number[]; values: number[] }[]
  /** The loss of each step. */
  losses: number[]
  /** The weights after each step. */
  weights: number[][][]
  /** Moving mean and variance after the last step. */
  statistics?: number[][]
  /** The logits in inference, after the last step. */
  logits: number[]
}

const references = JSON.parse(
  readFileSync(new URL('pytorch-reference.json', import.meta.url), 'utf8'),
) as Record<string, Reference>

const [examples, classes] = [8, 5]
const input = [4, 4, 2]
const tolerance = 1e-5

/** A layer with these parameters, the others at their defaults. */
function layer(kind: string, parameters: LayerSetup['parameters'] = {}): LayerSetup {
  const declared = Object.entries(builtinRegistry.get('layer', kind).parameters)
  const defaults = declared.map(([key, parameter]) => [key, parameter.default])
  return { kind, parameters: { ...Object.fromEntries(defaults), ...parameters } }
}

const hidden = (...between: LayerSetup[]) => [
  layer('flatten'),
  layer('dense', { units: 12 }),
  ...between,
  layer('relu'),
  layer('dense', { units: classes }),
]
const mlp = hidden()
const normalised = hidden(layer('batchnorm'))
const local = [
  layer('conv', { window: [3, 3], filters: 6 }),
  layer('lrn', { radius: 2, alpha: 0.1 }),
  layer('relu'),
  layer('flatten'),
  layer('dense', { units: classes }),
]

const momentum = 'optimizer sgd momentum 0.9\nrate 0.1'
const cases: [name: string, layers: LayerSetup[], training: string][] = [
  ['momentum and weight decay', mlp, `${momentum}\nweight decay 0.05`],
  ['weight decay on all', mlp, `${momentum}\nweight decay 0.05 on all parameters`],
  ['nesterov', mlp, 'optimizer sgd momentum 0.9 nesterov\nrate 0.1'],
  ['adam', mlp, 'optimizer adam\nrate 0.01'],
  ['adamw', mlp, 'optimizer adamw weight decay 0.1\nrate 0.01'],
  ['adamw', mlp, 'optimizer adam\nrate 0.01\nweight decay 0.1 decoupled'],
  ['rmsprop', mlp, 'optimizer rmsprop decay 0.9 momentum 0.5\nrate 0.01'],
  ['batchnorm', normalised, momentum],
  ['lrn', local, momentum],
  ['label smoothing', mlp, `${momentum}\nlabel smoothing 0.1`],
  ['clipping by norm', mlp, `${momentum}\nclip norm 0.5`],
  ['mean squared error', mlp, `${momentum}\nloss mse`],
  ['hinge', mlp, `${momentum}\nloss hinge`],
]

/** The set-up of a training block with these lines. */
async function trainingOf(lines: string): Promise<TrainingSetup> {
  const text = spec('expect train acc > 0.1', [[/optimizer [^\n]*\n[^\n]*/, lines]])
  const { setup } = (await orderFor(text)).run
  if (!('training' in setup)) throw new Error('the run is no training')
  return setup.training
}

/** The largest difference, relative to the largest of the values. */
function difference(found: ArrayLike<number>, wanted: readonly number[]): number {
  const largest = Math.max(...wanted.map(Math.abs))
  return Math.max(...wanted.map((value, i) => Math.abs((found[i] ?? NaN) - value))) / largest
}

function check(
  session: EngineSession,
  reference: Reference,
  layers: LayerSetup[],
  setup: TrainingSetup,
) {
  const { tf } = session
  const model = new Model(session, builtinRegistry, layers, input, seedKey(0))
  const { trainable } = model
  expect(trainable.map(({ spec }) => spec.shape)).toEqual(reference.initial.map((w) => w.shape))
  trainable.forEach(({ variable, spec }, index) => {
    variable.assign(tf.tensor(reference.initial[index]?.values ?? [], spec.shape))
  })
  const images = tf.tensor(reference.images, [examples, ...input])
  const labels = oneHot(tf, Int32Array.from(reference.labels), classes)
  const training = new TrainingStep(session, builtinRegistry, model, setup)
  for (const [step, loss] of reference.losses.entries()) {
    const progress = { epoch: 0, step, stepsPerEpoch: reference.losses.length }
    const measured = training.take({ images, labels }, progress, seedKey(step), false)
    expect(difference(measured.dataSync(), [loss])).toBeLessThan(tolerance)
    trainable.forEach(({ variable }, index) => {
      const wanted = reference.weights[step]?.[index] ?? []
      expect(difference(variable.dataSync(), wanted)).toBeLessThan(tolerance)
    })
  }
  const statistics = model.weights.filter(({ spec }) => !spec.trainable)
  expect(statistics).toHaveLength(reference.statistics?.length ?? 0)
  statistics.forEach(({ variable }, index) => {
    const wanted = reference.statistics?.[index] ?? []
    expect(difference(variable.dataSync(), wanted)).toBeLessThan(tolerance)
  })
  expect(difference(model.apply(images).dataSync(), reference.logits)).toBeLessThan(tolerance)
}

const reasons = new Map(
  await Promise.all(
    engines.map(async (engine) => [engine.name, await engine.unavailable()] as const),
  ),
)

describe.each(engines)('$name agrees with PyTorch over five steps:', (engine) => {
  const reason = reasons.get(engine.name)
  const title = reason === undefined ? '%s (%#)' : `%s (%#) skipped: ${reason}`
  test.skipIf(reason !== undefined).each(cases)(title, async (name, layers, lines) => {
    const reference = references[name]
    if (reference === undefined) throw new Error(`there is no reference for ${name}`)
    const session = await engine.start({ threads: 1 })
    check(session, reference, layers, await trainingOf(lines))
  })
})
