/** @file What decides the numbers of a trainer's runs: its command line and the content of its sources. */

import type { TrainerSetup } from '../claims/setup.js'
import { digestsOf } from '../files/digests.js'
import type { ParameterValue } from '../kinds/parameter.js'
import type { TrainerKind, TrainerRun } from '../kinds/trainer.js'

type Values = Record<string, ParameterValue>

/** Seeds share a set-up: it shows the command of one of them, and no folder of this machine. */
const shown: TrainerRun = { seed: 0, folder: '{folder}' }

/**
 * @returns the set-up, or the globs that no file matches
 * @throws FileError where a source cannot be read
 */
export function trainerSetup(
  kind: TrainerKind,
  parameters: Values,
): { setup: TrainerSetup } | { unmatched: string[] } {
  const { digests, unmatched } = digestsOf(homeOf(kind), kind.sources)
  if (unmatched.length > 0) return { unmatched }
  const { environment } = kind
  return {
    setup: {
      trainer: { kind: kind.name, parameters },
      command: commandOf(kind, parameters, shown),
      ...(environment && { environment: { ...environment } }),
      sources: digests,
    },
  }
}

export function commandOf(kind: TrainerKind, parameters: Values, run: TrainerRun): string[] {
  return [...kind.command({ ...parameters, ...run } as Values & TrainerRun)]
}

/** Where the program is started, and where its sources are from. */
export function homeOf({ name, home }: TrainerKind): string {
  if (home === undefined) throw new Error(`internal: trainer \`${name}\` has no folder`)
  return home
}

/** What has changed since a run was planned or stored, in words, or nothing. */
export function changedSince(kind: TrainerKind, planned: TrainerSetup): string | undefined {
  const now = trainerSetup(kind, planned.trainer.parameters)
  if ('unmatched' in now) return `no file is \`${now.unmatched.join('`, `')}\` any more`
  const { command, sources } = now.setup
  const files = [...new Set([...Object.keys(sources), ...Object.keys(planned.sources)])]
  const changed = files.filter((file) => sources[file] !== planned.sources[file])
  if (changed.length > 0) return `${changed.join(', ')} changed`
  const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)
  if (!same(command, planned.command)) return 'its command is another one'
  if (!same(now.setup.environment, planned.environment)) return 'its environment is another one'
  return undefined
}
