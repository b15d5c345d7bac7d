/** @file The set-up that decides the numbers of a trainer's runs: its command line and the content of its sources. */

import type { TrainerSetup } from '../claims/setup.js'
import { digestsOf } from '../files/digests.js'
import type { ParameterValue } from '../kinds/parameter.js'
import type { Column, TrainerKind, TrainerRun } from '../kinds/trainer.js'

type Values = Record<string, ParameterValue>

/** Seeds share a set-up, so it shows the command of one seed, without a folder of this machine. */
const shown: TrainerRun = { seed: 0, folder: '{folder}' }

/**
 * @returns the set-up, or the globs that no file matches
 * @throws FileError if a source cannot be read
 */
export function trainerSetup(
  kind: TrainerKind,
  parameters: Values,
): { setup: TrainerSetup } | { unmatched: string[] } {
  const trainer = { kind: kind.name, parameters }
  // The judge asks for it later, where a failure would concern more than the claims of this trainer.
  kind.data?.(parameters)
  if (kind.reads !== undefined) {
    const columns = columnsOf(kind)
    const named = Object.keys(columns).length > 0
    return {
      setup: { trainer, reads: filled(kind.reads, parameters), ...(named && { columns }) },
    }
  }
  const { digests, unmatched } = digestsOf(homeOf(kind), kind.sources ?? [])
  if (unmatched.length > 0) return { unmatched }
  const { environment } = kind
  return {
    setup: {
      trainer,
      command: commandOf(kind, parameters, shown),
      ...(environment && { environment: { ...environment } }),
      sources: digests,
    },
  }
}

export function commandOf(kind: TrainerKind, parameters: Values, run: TrainerRun): string[] {
  return [...(kind.command?.({ ...parameters, ...run } as Values & TrainerRun) ?? [])]
}

/** Replaces the names of parameters in a template by their values. */
function filled(template: string, parameters: Values): string {
  return template.replace(placeholders, (all, name: string) =>
    name === 'seed' ? all : String(parameters[name]),
  )
}

/** `{width}` in a template. */
export const placeholders = /\{(\w+)\}/g

/** The file of one run, relative to the folder of the config. */
export function fileOfSeed(reads: string, seed: number): string {
  return reads.replaceAll('{seed}', String(seed))
}

function columnsOf({ columns = {} }: TrainerKind): Record<string, Column> {
  const entries = Object.entries(columns).map(([name, one]): [string, Column] => [
    name,
    typeof one === 'string' ? { column: one } : one,
  ])
  return Object.fromEntries(entries)
}

/** The folder in which the program starts, and that its sources are relative to. */
export function homeOf({ name, home }: TrainerKind): string {
  if (home === undefined) throw new Error(`internal: trainer \`${name}\` has no folder`)
  return home
}

/** Describes the changes since a run was planned or stored; `undefined` if there are none. */
export function changedSince(kind: TrainerKind, planned: TrainerSetup): string | undefined {
  const now = trainerSetup(kind, planned.trainer.parameters)
  if ('unmatched' in now) return `no file is \`${now.unmatched.join('`, `')}\` any more`
  const { command, sources = {}, reads, columns } = now.setup
  const before = planned.sources ?? {}
  const files = [...new Set([...Object.keys(sources), ...Object.keys(before)])]
  const changed = files.filter((file) => sources[file] !== before[file])
  if (changed.length > 0) return `${changed.join(', ')} changed`
  const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)
  if (!same(command, planned.command)) return 'its command differs'
  if (!same(now.setup.environment, planned.environment)) return 'its environment differs'
  if (!same([reads, columns], [planned.reads, planned.columns])) return 'it reads a different file'
  return undefined
}
