/** @file The components of a run's key in the words of a spec, in the order in which a reader asks for them. */

import {
  type Application,
  type ComputationSetup,
  type LayerSetup,
  type Setup,
  type WeightDecay,
  isComputation,
} from '../claims/setup.js'
import { type ParameterValue, spelling } from '../kinds/parameter.js'
import type { Registry } from '../kinds/registry.js'
import type { RunComponents } from './run-key.js'

/** What a component belongs to: a declaration of the spec, the claim, or what surrounds the spec. */
export type Part =
  'dataset' | 'data' | 'corruption' | 'model' | 'training' | 'computation' | 'seed' | 'engine'

export interface Component {
  part: Part
  /** The statement that sets it, by the word it begins with. */
  head: string
  /** As a spec writes it: `batch 128`. */
  words: string
}

export function componentsOf(registry: Registry, run: RunComponents): Component[] {
  const { setup, seed, data, engine } = run
  const numerics = Object.entries(engine.numerics).map(([name, value]) => `${name} ${value}`)
  return [
    ...(setup.dataset ? datasetComponents(registry, setup.dataset, data) : []),
    ...setup.corruption.map((step): Component => {
      const { splits, after, seed } = step
      const clauses = [
        ...(splits === 'train' ? [] : [splits === 'both' ? 'on both splits' : `on ${splits}`]),
        ...(after === undefined ? [] : [`after ${after}`]),
        ...(seed === undefined ? [] : [`seed ${seed}`]),
      ]
      const words = [applicationWords(registry, 'corruption step', step), ...clauses].join(' ')
      return { part: 'corruption', head: 'under', words }
    }),
    ...(isComputation(setup)
      ? computationComponents(registry, setup)
      : [
          ...modelComponents(registry, setup.model),
          ...trainingComponents(registry, setup.training),
        ]),
    { part: 'seed', head: 'seeds', words: `seed ${seed}` },
    { part: 'engine', head: 'engine', words: `engine ${engine.name}, ${engine.version}` },
    { part: 'engine', head: 'engine', words: `engine settings ${numerics.join(', ') || 'none'}` },
  ]
}

function computationComponents(
  registry: Registry,
  { computation, points }: ComputationSetup,
): Component[] {
  const component = (head: string, words: string): Component => ({
    part: 'computation',
    head,
    words,
  })
  return [
    component('given', `given ${applicationWords(registry, 'computation', computation)}`),
    ...(points ? [component('given', `on ${applicationWords(registry, 'points', points)}`)] : []),
  ]
}

/** Layers of branches by themselves, each after the layer that joins them. */
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

export interface Difference {
  component: Component
  /** In its words; absent where that run has no such component. */
  here?: string
  there?: string
}

/** The first component in which two runs differ. */
export function firstDifference(
  registry: Registry,
  here: RunComponents,
  there: RunComponents,
): Difference | undefined {
  const [ours, theirs] = [componentsOf(registry, here), componentsOf(registry, there)]
  const own = ours.find((one) => !theirs.some((other) => same(one, other)))
  const other = theirs.find(
    (one) =>
      !ours.some((mine) => same(one, mine)) &&
      (own === undefined || (one.part === own.part && one.head === own.head)),
  )
  const component = own ?? other
  return (
    component && {
      component,
      ...(own && { here: own.words }),
      ...(other && { there: other.words }),
    }
  )
}

function same(one: Component, other: Component): boolean {
  return one.part === other.part && one.words === other.words
}

/** What to compare runs by. */
export function componentWords(registry: Registry, run: RunComponents): string[] {
  return componentsOf(registry, run).map(({ part, words }) => `${part} ${words}`)
}

function datasetComponents(
  registry: Registry,
  dataset: Setup['dataset'],
  files: string,
): Component[] {
  const { source, path, take, preprocessing, ...others } = dataset
  const component = (head: string, words: string): Component => ({ part: 'dataset', head, words })
  return [
    component('source', `source ${applicationWords(registry, 'dataset', source)}`),
    component('take', `take ${take.by ? `${take.by} ` : ''}${take.train} train, ${take.test} test`),
    ...otherSettings(others).map(({ head, words }) => component(head, words)),
    ...preprocessing.map((step) =>
      component(step.kind, applicationWords(registry, 'preprocessing', step)),
    ),
    { part: 'data', head: 'source', words: `files ${files}` },
  ]
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

/** Settings that have no words of their own here. */
function otherSettings(settings: Record<string, unknown>): { head: string; words: string }[] {
  return Object.entries(settings)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => {
      const head = spelling(key)
      return { head, words: `${head} ${typeof value === 'object' ? JSON.stringify(value) : value}` }
    })
}

/** Without the branches of a combination. */
export function layerWords(registry: Registry, layer: LayerSetup): string {
  return applicationWords(registry, layer.branches ? 'combination' : 'layer', layer)
}

function applicationWords(
  registry: Registry,
  category:
    | 'dataset'
    | 'corruption step'
    | 'preprocessing'
    | 'layer'
    | 'combination'
    | 'optimizer'
    | 'schedule'
    | 'loss'
    | 'augmentation'
    | 'computation'
    | 'points',
  { kind, parameters }: Application,
): string {
  const declared = registry.find(category, kind)?.parameters ?? {}
  const words = Object.entries(parameters).map(([key, value]) => {
    const parameter = declared[key]
    if (JSON.stringify(value) === JSON.stringify(parameter?.default)) return ''
    if (value === true) return spelling(key)
    const byPlace = parameter !== undefined && !parameter.named
    return byPlace ? valueWords(value) : `${spelling(key)} ${valueWords(value)}`
  })
  return [kind, ...words.filter((word) => word !== '')].join(' ')
}

function valueWords(value: ParameterValue): string {
  if (Array.isArray(value)) {
    return value.every((one) => typeof one === 'number') ? value.join('x') : JSON.stringify(value)
  }
  return String(value)
}
