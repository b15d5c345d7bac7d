/** @file Cost and components of a computation, before it runs. */

import type { ComputationSetup } from '../../claims/setup.js'
import type { Registry } from '../../kinds/registry.js'
import type { Component } from '../component.js'
import { imageShape } from '../cost.js'
import type { RunType, Work } from '../run-type.js'
import { applicationWords } from '../setup-words.js'

export const computation: RunType<ComputationSetup> = {
  work: workOf,
  costOf: (setup) => setup,
  // A computation counts as a single epoch.
  extent: () => undefined,
  epochs: () => ({ low: 1, expected: 1, high: 1 }),
  epochsIn: () => 1,
  part: () => undefined,
  scalesWithWork: (setup, other) =>
    'computation' in other && other.computation.kind === setup.computation.kind,
  components: componentsOf,
}

function workOf(registry: Registry, setup: ComputationSetup): Work {
  const { computation, points, dataset } = setup
  const { flops, memory } = registry
    .get('computation', computation.kind)
    .work(computation.parameters, {
      points: points && registry.get('points', points.kind).size(points.parameters),
      dataset: dataset && {
        ...{ train: dataset.take.train, test: dataset.take.test },
        shape: imageShape(registry, dataset),
      },
    })
  return { parameters: 0, flops, flopsPerEpoch: flops, memory }
}

function componentsOf(registry: Registry, { computation, points }: ComputationSetup): Component[] {
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
