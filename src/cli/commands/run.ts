/** @file `genspec [run] [paths]`: runs the claims and judges them. */

import { eventsFileReporter } from '../../events/events-file.js'
import { fetchMissing } from '../../project/fetch-missing.js'
import { accountText } from '../../project/locked.js'
import { type PlannedSpecs, planSpecs } from '../../project/plan-specs.js'
import { type Project, openProject } from '../../project/project.js'
import { type HowToRun, runSpecs } from '../../project/run-specs.js'
import { UsageError } from '../../project/spec-files.js'
import { systemReason } from '../../files/system-errors.js'
import { commandLine } from '../command-line.js'
import { exitCodes } from '../../project/exit-codes.js'
import { shownPath } from '../../text/shown-path.js'
import { interruptible } from '../interruption.js'
import {
  budgetOption,
  changedOption,
  claimsCommand,
  jobsOption,
  seedsOption,
  threadsOption,
} from '../options.js'
import { type ReporterChoice, openReports, outputOption, reporterOption } from '../reports.js'
import { printDiagnostics } from '../print-diagnostics.js'
import { onRefused } from '../on-refused.js'
import { complain } from '../../text/complain.js'
import { mapTexts, printable } from '../../text/visible.js'

export function runCommand() {
  return claimsCommand('run')
    .description('train the runs that the claims need, and judge the claims')
    .addOption(changedOption)
    .addOption(seedsOption)
    .addOption(jobsOption)
    .addOption(threadsOption)
    .addOption(budgetOption)
    .option('--fresh', 'train everything again and ignore stored runs')
    .option('--complete', 'train every run to its end, even if no verdict depends on it any more')
    .option('--watch', 'judge again when a spec changes; train when Enter is pressed')
    .option('--locked', 'fail unless every recorded claim has its verdict from genspec.lock')
    .addOption(reporterOption)
    .addOption(outputOption)
    .option(
      '--strict',
      'exit with 4 if a claim is inconclusive, its data is missing, or nothing was judged (default in CI)',
    )
    .option('--no-strict', 'exit with 0 in these cases, also in CI')
    .action(async (paths, options) => {
      if (options.locked && options.seeds) {
        throw new UsageError(
          '`--seeds` makes results exploratory, so it cannot be combined with `--locked`',
        )
      }
      const project = await openProject({ onRefused })
      const selection = { ...options, withUnusable: true }
      const plan = async () => {
        const planned = await planSpecs(project, paths, selection)
        printDiagnostics(planned.warnings)
        return planned
      }
      if (options.watch) {
        const signal = interruptible(project.root)
        const { watchSpecs } = await import('../watch.js')
        await watchSpecs({
          ...{ project, plan, signal },
          train: async (planned) => void (await trainAndJudge(project, planned, signal, options)),
        })
        process.exitCode = exitCodes.interrupted
        return
      }
      let planned = await plan()
      const { came, refused } = await fetchMissing(project, planned.plan, process.stderr)
      refused.forEach(complain)
      if (came) planned = await planSpecs(project, paths, selection)
      const signal = interruptible(project.root)
      process.exitCode = await trainAndJudge(project, planned, signal, options)
    })
}

type HowToReport = Omit<HowToRun, 'command' | 'report' | 'signal'> & {
  reporter: readonly ReporterChoice[]
  output?: string | undefined
}

/** @returns the exit code */
async function trainAndJudge(
  project: Project,
  planned: PlannedSpecs,
  signal: AbortSignal,
  { reporter, output, ...how }: HowToReport,
): Promise<number> {
  const reports = await openReports(reporter, output, process.stdout, project)
  const keep = eventsFileReporter(project.eventsFile, (error) => {
    const reason = systemReason(error) ?? error.message
    complain(`${shownPath(project.eventsFile)} cannot be written: ${reason}`)
  })
  let written = true
  const { account, missing, exitCode } = await runSpecs(project, planned, {
    ...{ ...how, signal, command: commandLine() },
    report: (event) => {
      keep(event)
      reports.report(event)
    },
  }).finally(async () => {
    written = await reports.close()
  })
  if (account && !signal.aborted) process.stdout.write(accountText(mapTexts(account, printable)))
  if (missing !== undefined && !signal.aborted) {
    complain(`${missing}; \`--no-strict\` allows this`)
  }
  // The verdicts come first.
  return exitCode === exitCodes.passed && !written ? exitCodes.usage : exitCode
}
