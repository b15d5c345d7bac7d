/** @file Options that several commands take. */

import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings'
import parseDuration from 'parse-duration'
import { engineNames } from '../engine/engines.js'
import { titlePattern } from './title-pattern.js'

export const engineOption = new Option(
  '--engine <name>',
  'what computes (default: GENSPEC_ENGINE, else the first that works)',
).choices(['auto', ...engineNames] as const)

export const profileOption = new Option(
  '--profile <name>',
  'the scale to run at: a `profile` block',
)

export const allowOutsideOption = new Option(
  '--allow-outside',
  'let `use` read files outside the project',
)

const titleOption = new Option(
  '-t, --title <regex>',
  'only claims whose name or title matches',
).argParser(titlePattern)

const tagOption = new Option('--tag <tag>', 'only claims with this tag; several: with all')
  .argParser(collect)
  .default([])

const paperOption = new Option(
  '--paper <name>',
  'only claims that cite this paper; several: any of them',
)
  .argParser(collect)
  .default([])

/** A command that is about claims: all of the specs, or those that the filters choose. */
export function claimsCommand(name: string) {
  return new Command(name)
    .argument('[paths...]', 'specs, folders of specs, or claims as file:line', ['.'])
    .addOption(engineOption)
    .addOption(profileOption)
    .addOption(titleOption)
    .addOption(tagOption)
    .addOption(paperOption)
    .addOption(allowOutsideOption)
}

export const changedOption = new Option(
  '--changed <ref>',
  'only claims that are new or mean something else than at that commit',
)

export const jobsOption = new Option(
  '--jobs <n>',
  'runs that train side by side (default: as many as cores and memory allow)',
).argParser(positiveInteger)

export const threadsOption = new Option(
  '--threads <n>',
  'threads of each run (default: all cores that the process may use, shared by the jobs)',
).argParser(positiveInteger)

export const budgetOption = new Option(
  '--budget <time>',
  'the claims that fit, cheapest first: 90s, 20m, 2h30m',
).argParser((text) => {
  const milliseconds = parseDuration(text)
  if (milliseconds === null || milliseconds === undefined || !(milliseconds > 0)) {
    throw new InvalidArgumentError('Write a time such as 90s, 20m or 2h30m.')
  }
  return milliseconds / 1000
})

/** `3..7` or `10,12`; such seeds make every result exploratory. */
export const seedsOption = new Option(
  '--seeds <range>',
  'other seeds than the specs name: 10..12 or 3,5; marks the results exploratory',
).argParser((text) => {
  const seeds = text.split(',').flatMap((part) => {
    const [, from, to] = /^(\d+)(?:\.\.(\d+))?$/.exec(part) ?? []
    if (from === undefined) return [NaN]
    const [first, last] = [Number(from), Number(to ?? from)]
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
  })
  if (seeds.length === 0 || seeds.some(Number.isNaN)) {
    throw new InvalidArgumentError('Write seeds as 10..12 or 3,5.')
  }
  return [...new Set(seeds)]
})

function positiveInteger(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) {
    throw new InvalidArgumentError('Give a whole number, 1 or more.')
  }
  return value
}

function collect(value: string, previous: string[]): string[] {
  return [...previous, value]
}

export const roundOption = new Option(
  '--round <n>',
  'the seeds of another replication: each has its own',
)
  .argParser(positiveInteger)
  .default(1)
