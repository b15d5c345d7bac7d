/** @file `genspec store`: what is kept of runs, carried elsewhere, looked over and cleared. */

import { readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { Command } from '@commander-js/extra-typings'
import { shortKey } from '../../plan/run-key.js'
import { planSpecs } from '../../project/plan-specs.js'
import { findProject, openProject } from '../../project/project.js'
import { UsageError } from '../../project/spec-files.js'
import { type Carried, exportRuns, importRuns } from '../../store/archive.js'
import { sameUnderOtherSeeds } from '../../store/alike.js'
import { tryLock } from '../../store/lock.js'
import type { RunRecord } from '../../store/record.js'
import { logName, logProblem } from '../../store/run-log.js'
import type { Entry, Store } from '../../store/store.js'
import { formatCount } from '../../text/amounts.js'
import { formatBytes } from '../../text/bytes.js'
import { exitCodes } from '../../project/exit-codes.js'
import { shownPath } from '../../text/shown-path.js'
import { engineOption, profileOption } from '../options.js'
import { printDiagnostics } from '../print-diagnostics.js'
import { complain } from '../../text/complain.js'

export function storeCommand() {
  return new Command('store')
    .description('carry stored runs elsewhere, look them over, clear them')
    .addHelpText(
      'after',
      '\nRuns are written to .genspec/runs. Every reports/*/runs, and each folder that GENSPEC_LAYERS\nnames, is a layer below it, which is only read.',
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
      const { store } = await findProject()
      const keys = paths.length === 0 ? undefined : await keysOf(paths, options)
      say(await exportRuns(store, keys, target), `copied to ${target}`)
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
      const carried =
        found.isDirectory() || found.isFile()
          ? await importRuns(source, store).catch(damaged)
          : damaged()
      say(carried, `copied from ${source}`)
    })
}

/** @throws what is no damage of the archive */
function damaged(error?: unknown): never {
  const { code = '', message = 'it is neither' } = (error ?? {}) as Partial<NodeJS.ErrnoException>
  if (error !== undefined && !/^(TAR|Z)_/.test(code)) throw error
  throw new UsageError(
    `the source is no folder or archive of runs (${message}); \`genspec store export\` makes one`,
  )
}

function say({ runs, known, refused }: Carried, what: string): void {
  const there = known > 0 ? `, ${known} there already` : ''
  process.stdout.write(`${formatCount(runs, 'run')} ${what}${there}\n`)
  for (const { folder, problem } of refused) {
    complain(`${shownPath(folder)} was left out: the record is ${problem}`)
  }
}

function gcCommand() {
  return new Command('gc')
    .description('remove torn records, remains of dead processes, and runs that no spec needs')
    .argument(
      '[paths...]',
      'keep only the runs that these specs need; without any, keep all whole ones',
    )
    .addOption(engineOption)
    .addOption(profileOption)
    .option('--dry-run', 'only say what would go')
    .action(async (paths, options) => {
      const keys = paths.length === 0 ? undefined : await keysOf(paths, options)
      const { removed, bytes } = await collectGarbage(
        (await findProject()).store,
        keys,
        options.dryRun,
      )
      const verb = options.dryRun ? 'would go' : 'removed'
      process.stdout.write(`${formatCount(removed, 'run folder')} ${verb}, ${formatBytes(bytes)}\n`)
    })
}

/** Folders that another process works in are left alone. */
async function collectGarbage(
  store: Store,
  needed: ReadonlySet<string> | undefined,
  dryRun = false,
): Promise<{ removed: number; bytes: number }> {
  const whole = new Set<string>()
  for (const entry of await store.entries('local')) {
    if ('record' in entry) {
      if (needed?.has(entry.record.key) ?? true) whole.add(entry.record.key)
    } else if (entry.fault === 'newer' || entry.fault === 'unreadable') {
      whole.add(path.basename(entry.folder))
    }
  }
  let [removed, bytes] = [0, 0]
  for (const name of await readdir(store.folder).catch(() => [])) {
    if (!/^[0-9a-f]{64}$/.test(name) || whole.has(name)) continue
    const folder = store.folderOf(name)
    const release = await tryLock(folder)
    if (release === undefined) continue
    for (const file of await readdir(folder)) bytes += (await stat(path.join(folder, file))).size
    removed++
    if (!dryRun) await rm(folder, { recursive: true })
    await release()
  }
  return { removed, bytes }
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
        process.stdout.write(`${shownPath(entry.folder)}: ${problem}\n`)
      }
      for (const group of sameUnderOtherSeeds(recordsOf(entries))) {
        const runs = group.map(({ key, seed }) => `${shortKey(key)} (seed ${seed})`).join(', ')
        process.stdout.write(
          `the same numbers under other seeds: ${runs}; \`genspec rerun\` trains one again and compares\n`,
        )
      }
      const layers = [store.folder, ...store.layers].map((folder) => shownPath(folder)).join(', ')
      process.stdout.write(
        `${formatCount(entries.length, 'record')} in ${layers}: ${bad === 0 ? 'all whole' : `${bad} bad`}\n`,
      )
      if (bad > 0) {
        process.stdout.write(
          'runs whose records are bad are trained again when a claim needs them\n',
        )
        process.exitCode = exitCodes.runErrored
      }
    })
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
