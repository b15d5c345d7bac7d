/** @file Cost and components of a training, before it runs. */

import { type LayerSetup, type Setup, type WeightDecay, stepsIn } from '../../claims/setup.js'
import { machineMemory, splitShare } from '../../engine/machine.js'
import type { Registry } from '../../kinds/registry.js'
import { elements } from '../../kinds/shape.js'
import type { Component } from '../component.js'
import { imageShape, modelCost } from '../cost.js'
import { type Estimate, median } from '../estimate.js'
import type { RunType, Work } from '../run-type.js'
import { applicationWords, layerWords } from '../setup-words.js'

export const training: RunType<Setup> = {
  work: workOf,
  costOf,
  extent: ({ training, dataset: { take } }) => ({
    epochs: training.stop.epochs,
    examples: take.train,
    stepsPerEpoch: stepsIn(training, take.train),
  }),
  epochs: (setup, seen) => predictEpochs(setup.training, seen),
  epochsIn: (curve) => curve.at(-1)?.epoch,
  part: partOf,
  scalesWithWork: () => false,
  components: (registry, { model, training }) => [
    ...modelComponents(registry, model),
    ...trainingComponents(registry, training),
  ],
}

const bytesPerValue = 4
/**
 * The backward pass computes the gradients of inputs and of weights; each takes as much work as the forward
 * pass.
 */
const passesPerStep = 3
/** Weights, gradients, and the state of the optimizer. */
const copiesOfWeights = 3
/** The size of a probe: an epoch takes about this many floating-point operations, well under a second. */
const operationsPerEpoch = 1e10

function workOf(registry: Registry, { dataset, model, training }: Setup): Work {
  const image = imageShape(registry, dataset)
  const cost = modelCost(registry, model, image)
  const { train, test } = dataset.take
  const forward = 2 * cost.multiplyAdds
  const evaluations = Math.ceil(training.stop.epochs / training.evaluateEvery)
  const steps = training.stop.epochs * train * passesPerStep * forward
  const flops = steps + evaluations * (train + test) * forward
  // A split that does not fit is read batch by batch, with the next batch read during a step.
  const held = (examples: number) => {
    const fits = bytesPerValue * examples * elements(image) <= splitShare * machineMemory()
    return (fits ? examples : Math.min(examples, 2 * training.batch)) * elements(image)
  }
  const values =
    held(train) +
    held(test) +
    copiesOfWeights * cost.parameters +
    2 * training.batch * cost.activations
  return {
    parameters: cost.parameters,
    flops,
    flopsPerEpoch: flops / training.stop.epochs,
    memory: bytesPerValue * values,
  }
}

/**
 * The set-up of a probe: the same work on the first part of both splits, without an end and without learning.
 */
function partOf(registry: Registry, setup: Setup): { setup: Setup; share: number } {
  const { take } = setup.dataset
  const { batch, rate } = setup.training
  const share = Math.min(1, operationsPerEpoch / workOf(registry, setup).flopsPerEpoch)
  // Full batches give the part its exact share of the steps.
  const train = Math.min(take.train, batch * Math.ceil((share * take.train) / batch))
  const test = Math.max(1, Math.round((take.test * train) / take.train))
  return {
    share: train / take.train,
    setup: {
      ...setup,
      dataset: { ...setup.dataset, take: { ...take, train, test } },
      // With a learning rate of zero nothing diverges, and the work is the same.
      training: {
        ...setup.training,
        rate: { ...rate, initial: 0 },
        stop: { ...setup.training.stop, conditions: [], epochs: 1_000_000 },
      },
    },
  }
}

function costOf({ dataset, model, training }: Setup) {
  const { stop, rate, ...others } = training
  return {
    ...{ dataset, model, training: others, schedule: rate.schedule?.kind },
    // Conditions are cheap, but they are tested after every evaluation.
    conditions: stop.conditions.length > 0,
  }
}

/** The expected number of epochs of a run that may end early: that of its other seeds, or the last. */
function predictEpochs(
  { stop, evaluateEvery }: Setup['training'],
  seen: readonly number[],
): Estimate {
  const last = stop.epochs
  if (stop.conditions.length === 0) return { low: last, expected: last, high: last }
  if (seen.length === 0) {
    return { low: Math.min(evaluateEvery, last), expected: last, high: last }
  }
  // The fewer seeds there are, the further a new one may lie outside their range.
  const slack = 1 + 1 / (1 + seen.length)
  return {
    low: Math.max(1, Math.min(...seen) / slack),
    expected: median(seen),
    high: Math.min(last, Math.max(...seen) * slack),
  }
}

/** The components of layers; the layers of branches follow the layer that joins them. */
function modelComponents(
  registry: Registry,
  layers: readonly LayerSetup[],
  within = '',
): Component[] {
  return layers.flatMap((layer, index): Component[] => {
    const head = `${within}layer ${index + 1}`
    const words = `${head}: ${layerWords(registry, layer)}`
    const branches = (layer.branches ?? []).flatMap((branch, place) =>
      modelComponents(registry, branch, `${head} branch ${place + 1} `),
    )
    return [{ part: 'model', head, words }, ...branches]
  })
}

function trainingComponents(registry: Registry, training: Setup['training']): Component[] {
  const { optimizer, rate, batch, dropLast, loss, weightDecay, labelSmoothing, clip } = training
  const { augmentation = [], stop, evaluateEvery } = training
  const component = (head: string, words: string): Component => ({ part: 'training', head, words })
  const schedule = rate.schedule ? ` ${applicationWords(registry, 'schedule', rate.schedule)}` : ''
  const conditions = stop.conditions.map(({ metric, operator, value }) => {
    const fraction = registry.find('metric', metric)?.unit === 'fraction'
    return `${metric} ${operator} ${fraction ? `${Number((100 * value).toPrecision(12))}%` : value}`
  })
  const steps = stop.steps === undefined ? [] : [`${stop.steps} steps`]
  const limits = [`${stop.epochs} epochs`, ...steps]
  return [
    component('optimizer', `optimizer ${applicationWords(registry, 'optimizer', optimizer)}`),
    component('rate', `rate ${rate.initial}${schedule}`),
    ...(rate.warmup
      ? [component('warmup', `warmup ${rate.warmup.length} ${rate.warmup.units}`)]
      : []),
    component('batch', `batch ${batch}${dropLast ? ' drop last' : ''}`),
    ...(loss ? [component('loss', `loss ${applicationWords(registry, 'loss', loss)}`)] : []),
    ...(weightDecay ? [component('weight', decayWords(weightDecay))] : []),
    ...(labelSmoothing === undefined
      ? []
      : [component('label', `label smoothing ${labelSmoothing}`)]),
    ...(clip ? [component('clip', `clip ${clip.by} ${clip.limit}`)] : []),
    ...augmentation.map((step) =>
      component('augment', `augment ${applicationWords(registry, 'augmentation', step)}`),
    ),
    component('until', `until ${[...conditions, ...limits].join(' or ')}`),
    component('evaluate', `evaluate every ${evaluateEvery} epochs`),
  ]
}

function decayWords({ rate, decoupled, on }: WeightDecay): string {
  const words = [`weight decay ${rate}`, decoupled && 'decoupled', on !== 'weights' && `on ${on}`]
  return words.filter((word) => word !== false).join(' ')
}
