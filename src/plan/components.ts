/** @file The components of a run's key, in the order in which a comparison names them. */

import type { DatasetSetup } from '../claims/setup.js'
import { outside } from '../engine/engine.js'
import { spelling } from '../kinds/parameter.js'
import type { Registry } from '../kinds/registry.js'
import type { Component } from './component.js'
import type { RunComponents } from './run-key.js'
import { typeOf } from './setup-type.js'
import { applicationWords } from './setup-words.js'

export function componentsOf(registry: Registry, run: RunComponents): Component[] {
  const { setup, seed, data, engine } = run
  const component = (words: string): Component => ({ part: 'engine', head: 'engine', words })
  const numerics = Object.entries(engine.numerics).map(([name, value]) => `${name} ${value}`)
  return [
    ...(setup.dataset ? datasetComponents(registry, setup.dataset, data) : filesRead(data)),
    ...(setup.corruption ?? []).map((step): Component => {
      const { splits, after, seed } = step
      const clauses = [
        ...(splits === 'train' ? [] : [splits === 'both' ? 'on both splits' : `on ${splits}`]),
        ...(after === undefined ? [] : [`after ${after}`]),
        ...(seed === undefined ? [] : [`seed ${seed}`]),
      ]
      const words = [applicationWords(registry, 'corruption step', step), ...clauses].join(' ')
      return { part: 'corruption', head: 'under', words }
    }),
    ...typeOf(setup).components(registry, setup),
    { part: 'seed', head: 'seeds', words: `seed ${seed}` },
    ...(engine.name === outside.name
      ? []
      : [
          component(`engine ${engine.name}, ${engine.version}`),
          component(`engine settings ${numerics.join(', ') || 'none'}`),
        ]),
  ]
}

/** The components of a run that was measured elsewhere. */
function filesRead(data: string): Component[] {
  return data === '' ? [] : [{ part: 'data', head: 'reads', words: `file ${data}` }]
}

function datasetComponents(registry: Registry, dataset: DatasetSetup, files: string): Component[] {
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

/** Settings without a text in this file. */
function otherSettings(settings: Record<string, unknown>): { head: string; words: string }[] {
  return Object.entries(settings)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => {
      const head = spelling(key)
      return { head, words: `${head} ${typeof value === 'object' ? JSON.stringify(value) : value}` }
    })
}

export interface Difference {
  component: Component
  /** The component in the text of each run; absent if that run lacks it. */
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

/** The components by which runs are compared. */
export function componentWords(registry: Registry, run: RunComponents): string[] {
  return componentsOf(registry, run).map(({ part, words }) => `${part} ${words}`)
}
