/** @file The components of a run's key in the words of a spec, in the order in which a reader asks for them. */

import {
  type Application,
  type ComputationSetup,
  type LayerSetup,
  type Setup,
  isComputation,
} from '../check/setup.js'
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
      const on = step.splits === 'train' ? '' : ` on ${step.splits}`
      const words = applicationWords(registry, 'corruption step', step) + on
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

function modelComponents(registry: Registry, layers: readonly LayerSetup[]): Component[] {
  return layers.map((layer, index) => {
    const words = `layer ${index + 1}: ${layerWords(registry, layer)}`
    return { part: 'model', head: layer.kind, words }
  })
}

/** The first component in which two runs differ: what it is in either. */
export function firstDifference(
  registry: Registry,
  here: RunComponents,
  there: RunComponents,
): { component: Component; here?: string; there?: string } | undefined {
  const [ours, theirs] = [componentsOf(registry, here), componentsOf(registry, there)]
  for (let index = 0; index < Math.max(ours.length, theirs.length); index++) {
    const [one, other] = [ours[index], theirs[index]]
    if (one?.part === other?.part && one?.words === other?.words) continue
    const component = one ?? other
    if (component === undefined) continue
    const within = (candidate: Component | undefined) =>
      candidate?.part === component.part ? { words: candidate.words } : undefined
    return {
      component,
      ...(within(one) && { here: one?.words ?? '' }),
      ...(within(other) && { there: other?.words ?? '' }),
    }
  }
  return undefined
}

/** In how many components two runs differ. */
export function distance(registry: Registry, a: RunComponents, b: RunComponents): number {
  const words = (run: RunComponents) =>
    new Set(componentsOf(registry, run).map((component) => `${component.part} ${component.words}`))
  const [ours, theirs] = [words(a), words(b)]
  const missing = (from: Set<string>, other: Set<string>) =>
    [...from].filter((one) => !other.has(one)).length
  return Math.max(missing(ours, theirs), missing(theirs, ours))
}

function datasetComponents(
  registry: Registry,
  dataset: Setup['dataset'],
  files: string,
): Component[] {
  const { source, take, preprocessing, ...others } = dataset
  const component = (head: string, words: string): Component => ({ part: 'dataset', head, words })
  return [
    component('source', `source ${applicationWords(registry, 'dataset', source)}`),
    component('take', `take ${take.train} train, ${take.test} test`),
    ...otherSettings(others).map(({ head, words }) => component(head, words)),
    ...preprocessing.map((step) =>
      component(step.kind, applicationWords(registry, 'preprocessing', step)),
    ),
    { part: 'data', head: 'source', words: `files ${files}` },
  ]
}

function trainingComponents(registry: Registry, training: Setup['training']): Component[] {
  const { optimizer, rate, batch, stop, evaluateEvery, ...others } = training
  const component = (head: string, words: string): Component => ({ part: 'training', head, words })
  const schedule = rate.schedule ? ` ${applicationWords(registry, 'schedule', rate.schedule)}` : ''
  const conditions = stop.conditions.map(
    ({ metric, operator, value }) => `${metric} ${operator} ${value}`,
  )
  return [
    component('optimizer', `optimizer ${applicationWords(registry, 'optimizer', optimizer)}`),
    component('rate', `rate ${rate.initial}${schedule}`),
    component('batch', `batch ${batch}`),
    component('until', `until ${[...conditions, `${stop.epochs} epochs`].join(' or ')}`),
    component('evaluate', `evaluate every ${evaluateEvery} epochs`),
    ...otherSettings(others).map(({ head, words }) => component(head, words)),
  ]
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

export function layerWords(registry: Registry, layer: LayerSetup): string {
  if (layer.branches === undefined) return applicationWords(registry, 'layer', layer)
  const branches = layer.branches.map(
    (branch) => `branch { ${branch.map((inner) => layerWords(registry, inner)).join('; ')} }`,
  )
  return `${applicationWords(registry, 'combination', layer)} { ${branches.join(' ')} }`
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
  if (Array.isArray(value)) return value.join('x')
  return String(value)
}
