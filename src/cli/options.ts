/** @file Options shared by several commands. */

import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings'
import parseDuration from 'parse-duration'
import { mostSeeds } from '../check/resolve/seeds.js'
import { engineNames } from '../engine/engines.js'
import { titlePattern } from './title-pattern.js'

export const engineOption = new Option(
  '--engine <name>',
  'the engine to train with (default: GENSPEC_ENGINE, else the first that works)',
).choices(['auto', ...engineNames] as const)

/** Through the environment, so that the processes of the runs know it too. */
const deviceOption = new Option(
  '--device <device>',
  'the GPU to train on: its number in `genspec engine list`, or a part of its name (default: GENSPEC_DEVICE)',
).argParser((device) => (process.env['GENSPEC_DEVICE'] = device))

export const profileOption = new Option(
  '--profile <name>',
  'the profile to run at: a `profile` block of the specs',
)

export const allowOutsideOption = new Option(
  '--allow-outside',
  'let `use` read files outside the project',
)

const titleOption = new Option(
  '-t, --title <regex>',
  'only claims whose name or title matches',
).argParser(titlePattern)

const tagOption = new Option(
  '--tag <tag>',
  'only claims with this tag; repeat it for claims with all of several',
)
  .argParser(collect)
  .default([])

const paperOption = new Option(
  '--paper <name>',
  'only claims that cite this paper; repeat it for claims that cite any of several',
)
  .argParser(collect)
  .default([])

/** A command about claims: all claims of the specs, or those that the filters select. */
export function claimsCommand(name: string) {
  return new Command(name)
    .argument('[paths...]', 'specs, folders of specs, or claims as file:line', ['.'])
    .addOption(engineOption)
    .addOption(deviceOption)
    .addOption(profileOption)
    .addOption(titleOption)
    .addOption(tagOption)
    .addOption(paperOption)
    .addOption(allowOutsideOption)
}

export const changedOption = new Option(
  '--changed <ref>',
  'only claims that are new or changed in meaning since that commit',
)

export const jobsOption = new Option(
  '--jobs <n>',
  'runs to train in parallel (default: as many as cores and memory allow)',
).argParser(positiveInteger)

export const threadsOption = new Option(
  '--threads <n>',
  'threads per run (default: the cores available to the process, divided among the jobs)',
).argParser(positiveInteger)

export const budgetOption = new Option(
  '--budget <time>',
  'only the claims that fit into this time, cheapest first: 90s, 20m, 2h30m',
).argParser((text) => {
  const milliseconds = parseDuration(text)
  if (milliseconds === null || milliseconds === undefined || !(milliseconds > 0)) {
    throw new InvalidArgumentError('It must be a time such as 90s, 20m or 2h30m.')
  }
  return milliseconds / 1000
})

const many = `There can be up to ${mostSeeds} seeds, each below 2^53.`

/** `3..7` or `10,12`. These seeds make every result exploratory. */
export const seedsOption = new Option(
  '--seeds <range>',
  'seeds to use instead of those in the specs: 10..12 or 3,5; marks the results as exploratory',
).argParser((text) => {
  const seeds = text.split(',').flatMap((part) => {
    const [, from, to] = /^(\d+)(?:\.\.(\d+))?$/.exec(part) ?? []
    if (from === undefined) return [NaN]
    const [first, last] = [Number(from), Number(to ?? from)]
    if (!Number.isSafeInteger(last) || last - first >= mostSeeds)
      throw new InvalidArgumentError(many)
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
  })
  if (seeds.length === 0 || seeds.some(Number.isNaN)) {
    throw new InvalidArgumentError('Seeds are written 10..12 or 3,5.')
  }
  if (seeds.length > mostSeeds) throw new InvalidArgumentError(many)
  return [...new Set(seeds)]
})

function positiveInteger(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) {
    throw new InvalidArgumentError('It must be an integer of at least 1.')
  }
  return value
}

function collect(value: string, previous: string[]): string[] {
  return [...previous, value]
}

export const roundOption = new Option(
  '--round <n>',
  'the number of the replication; each round has its own seeds',
)
  .argParser(positiveInteger)
  .default(1)
