/**
 * @file Cost and components of a trainer's run, before it starts: few, because genspec does not know what it does.
 */

import type { TrainerSetup } from '../../claims/setup.js'
import type { Registry } from '../../kinds/registry.js'
import type { Component } from '../component.js'
import { median } from '../estimate.js'
import type { RunType } from '../run-type.js'
import { applicationWords } from '../setup-words.js'

export const trainer: RunType<TrainerSetup> = {
  work: () => ({ parameters: 0, flops: 0, flopsPerEpoch: 0, memory: 0 }),
  costOf: ({ trainer, command, reads }) => ({ trainer, command, reads }),
  extent: () => undefined,
  epochs: (_setup, seen) =>
    seen.length === 0
      ? { low: 1, expected: 1, high: 1 }
      : { low: Math.min(...seen), expected: median(seen), high: Math.max(...seen) },
  epochsIn: (curve) => curve.at(-1)?.epoch,
  part: () => undefined,
  scalesWithWork: () => false,
  components: componentsOf,
}

const shortDigest = 12

function componentsOf(
  registry: Registry,
  { trainer, command, environment = {}, sources = {}, reads, columns = {} }: TrainerSetup,
): Component[] {
  const component = (head: string, words: string): Component => ({ part: 'trainer', head, words })
  return [
    component('run', `run ${applicationWords(registry, 'trainer', trainer)}`),
    ...Object.entries(sources).map(([file, digest]) =>
      component(file, `source ${file}, content ${digest.slice(0, shortDigest)}`),
    ),
    ...(command ? [component('command', `command ${command.join(' ')}`)] : []),
    ...(reads === undefined ? [] : [component('reads', `reads ${reads}`)]),
    ...Object.entries(columns).map(([name, { column, percent }]) =>
      component('columns', `${name} from column ${column}${percent ? ' in percent' : ''}`),
    ),
    ...Object.entries(environment).map(([name, value]) =>
      component(name, `environment ${name}=${value}`),
    ),
  ]
}
