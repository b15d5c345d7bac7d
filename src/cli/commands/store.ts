/** @file `genspec store`: what is kept of runs, carried elsewhere, looked over and cleared. */

import { stat } from 'node:fs/promises'
import { Command } from '@commander-js/extra-typings'
import { shortKey } from '../../plan/run-key.js'
import { planSpecs } from '../../project/plan-specs.js'
import { findProject, openProject } from '../../project/project.js'
import { UsageError } from '../../project/spec-files.js'
import { type Carried, exportRuns, importRuns, isOtherArchive } from '../../store/archive.js'
import { ArchiveError } from '../../store/unpack.js'
import { sameUnderOtherSeeds } from '../../store/alike.js'
import { remainsIn } from '../../store/remains.js'
import type { RunRecord } from '../../store/record.js'
import { logName, logProblem } from '../../store/run-log.js'
import type { Entry } from '../../store/store.js'
import { formatCount } from '../../text/amounts.js'
import { exitCodes } from '../../project/exit-codes.js'
import { shownPath } from '../../text/shown-path.js'
import { engineOption, profileOption } from '../options.js'
import { gcCommand } from './store-gc.js'
import { printDiagnostics } from '../print-diagnostics.js'
import { complain } from '../../text/complain.js'
import { printable } from '../../text/visible.js'

export function storeCommand() {
  return new Command('store')
    .description('carry stored runs elsewhere, look them over, clear them')
    .addHelpText(
      'after',
      '\nRuns are written to .genspec/runs. Every reports/*/runs, and each folder that GENSPEC_LAYERS\nnames, is a layer below it, which is only read. docs/store.md says when a record counts.',
    )
    .addCommand(exportCommand())
    .addCommand(importCommand())
    .addCommand(gcCommand())
    .addCommand(verifyCommand())
}

function exportCommand() {
  return new Command('export')
    .description('copy runs to a folder such as reports/PAPER/runs, or to an archive, NAME.tgz')
    .argument('<target>', 'a folder or a new .tgz file')
    .argument('[paths...]', 'only the runs that these specs need')
    .addOption(engineOption)
    .addOption(profileOption)
    .action(async (target, paths, options) => {
      if (isOtherArchive(target)) {
        throw new UsageError(
          `archives are written as .tgz: name \`${target}\` so, or name a folder`,
        )
      }
      const { store } = await findProject()
      const keys = paths.length === 0 ? undefined : await keysOf(paths, options)
      const carried = await exportRuns(store, keys, target)
      if (carried.runs + carried.known + carried.refused.length === 0) {
        const which = keys === undefined ? '' : ' that these specs need'
        throw new UsageError(`no run${which} is stored, so that nothing is exported`)
      }
      say(carried, `copied to ${target}`)
    })
}

function importCommand() {
  return new Command('import')
    .description("copy runs from a folder or an archive to the project's store")
    .argument('<source>', 'a folder of runs or a .tgz file')
    .action(async (source) => {
      const found = await stat(source).catch(() => undefined)
      if (!found) throw new UsageError(`there is no file or folder \`${source}\``)
      const { store } = await findProject()
      const carried = await importRuns(source, store).catch((error: unknown) => {
        if (!(error instanceof ArchiveError)) throw error
        throw new UsageError(
          `nothing is imported from \`${source}\`: ${error.message}\n` +
            '  `genspec store export NAME.tgz` makes archives that can be imported',
        )
      })
      if (carried.runs + carried.known + carried.refused.length === 0) {
        throw new UsageError(
          `there are no runs in \`${source}\`; they are folders named by their keys, such as in .genspec/runs`,
        )
      }
      say(carried, `copied from ${source}`)
    })
}

function say({ runs, known, refused, logs }: Carried, what: string): void {
  const there = known > 0 ? `, ${known} there already` : ''
  process.stdout.write(`${formatCount(runs, 'run')} ${printable(what)}${there}\n`)
  for (const { folder, problem } of refused) {
    complain(`${shownPath(folder)} was left out: the record is ${problem}`)
  }
  for (const { folder, problem } of logs) {
    complain(`${shownPath(folder)} was copied without its log, ${logName}, which is ${problem}`)
  }
  if (refused.length + logs.length > 0) process.exitCode = exitCodes.runErrored
}

function verifyCommand() {
  return new Command('verify')
    .description('read every record of all layers and say which do not count, and why')
    .action(async () => {
      const project = await findProject()
      const { store } = project
      const entries = await store.entries()
      let bad = 0
      for (const entry of entries) {
        const problem = problemOf(entry)
        if (problem === undefined) continue
        bad++
        process.stdout.write(`${printable(`${shownPath(entry.folder)}: ${problem}`)}\n`)
      }
      for (const group of sameUnderOtherSeeds(recordsOf(entries))) {
        const runs = group.map(({ key, seed }) => `${shortKey(key)} (seed ${seed})`).join(', ')
        process.stdout.write(
          `the same numbers under other seeds: ${runs}; \`genspec rerun\` trains one again and compares\n`,
        )
      }
      for (const { files } of await remainsIn(store.folder)) {
        for (const file of files) {
          process.stdout.write(
            `${shownPath(file)}: left by a process that died; the next run removes it\n`,
          )
        }
      }
      const layers = [store.folder, ...store.layers].map((folder) => shownPath(folder)).join(', ')
      process.stdout.write(
        `${formatCount(entries.length, 'record')} in ${layers}: ${bad === 0 ? 'all whole' : `${bad} bad`}\n`,
      )
      if (bad > 0) {
        process.stdout.write(consequenceOf(entries))
        process.exitCode = exitCodes.runErrored
      }
    })
}

function consequenceOf(entries: readonly Entry[]): string {
  const faults = new Set(entries.flatMap((entry) => ('fault' in entry ? [entry.fault] : [])))
  const again =
    faults.has('torn') || faults.has('refused')
      ? 'runs whose records are torn or not to be believed are trained again when a claim needs them\n'
      : ''
  const stuck =
    faults.has('newer') || faults.has('unreadable')
      ? 'records that cannot be read or are of a newer genspec are never replaced: move their folders away\n'
      : ''
  return again + stuck
}

function recordsOf(entries: readonly Entry[]): RunRecord[] {
  return entries.flatMap((entry) => ('record' in entry ? [entry.record] : []))
}

function problemOf(entry: Entry): string | undefined {
  if ('problem' in entry) return `the record is ${entry.problem}`
  const log = logProblem(entry.folder, entry.record)
  return log && `the log, ${logName}, is ${log}`
}

async function keysOf(
  paths: readonly string[],
  options: Parameters<typeof planSpecs>[2],
): Promise<Set<string>> {
  const { plan, warnings } = await planSpecs(await openProject(), paths, options)
  printDiagnostics(warnings)
  return new Set(plan.runs.map(({ key }) => key))
}
