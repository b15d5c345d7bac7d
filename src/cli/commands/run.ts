/** @file `genspec [run] [paths]`: runs the claims and judges them. */

import { projectRegistry } from '../../config/project-registry.js'
import { eventsFile, eventsFileReporter } from '../../events/events-file.js'
import type { JudgedClaim } from '../../judge/verdict.js'
import { applyBudget } from '../../project/apply-budget.js'
import { fetchMissing } from '../../project/fetch-missing.js'
import { accountForSpecs, accountText, committedLock } from '../../project/locked.js'
import { type PlannedSpecs, planSpecs } from '../../project/plan-specs.js'
import { UsageError } from '../../project/spec-files.js'
import { projectStore, triesFile } from '../../project/store.js'
import { runPlan } from '../../runner/run-plan.js'
import { origin } from '../../store/origin.js'
import type { Store } from '../../store/store.js'
import { systemReason } from '../../files/system-errors.js'
import { commandLine } from '../command-line.js'
import { exitCodeOf, exitCodes, missingEvidence, strictByDefault } from '../exit-codes.js'
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
import { complain } from '../../text/complain.js'

export function runCommand() {
  return claimsCommand('run')
    .description('train what the claims need and judge them')
    .addOption(changedOption)
    .addOption(seedsOption)
    .addOption(jobsOption)
    .addOption(threadsOption)
    .addOption(budgetOption)
    .option('--fresh', 'train everything again, whatever is stored')
    .option(
      '--complete',
      'train every run to its end, even where no verdict depends on it any more',
    )
    .option('--watch', 'judge again when a spec changes; train when Enter is pressed')
    .option(
      '--locked',
      'fail unless every recorded claim has the verdict that genspec.lock records',
    )
    .addOption(reporterOption)
    .addOption(outputOption)
    .option(
      '--strict',
      'exit with 4 when a claim is inconclusive, its data is missing, or nothing was judged, as in CI',
    )
    .option('--no-strict', 'exit with 0 then, in CI too')
    .action(async (paths, options) => {
      if (options.locked && options.seeds) {
        throw new UsageError(
          '`--seeds` makes results exploratory: they have no place beside `--locked`',
        )
      }
      const store = await projectStore()
      const signal = interruptible()
      const run = (planned: PlannedSpecs) => trainAndJudge(planned, store, signal, options)
      if (options.watch) {
        const { watchSpecs } = await import('../watch.js')
        const plan = () => planSpecs(paths, options)
        await watchSpecs({
          plan,
          train: async (planned) => void (await run(planned)),
          store,
          signal,
        })
        process.exitCode = exitCodes.interrupted
        return
      }
      let planned = await planSpecs(paths, options)
      if (await fetchMissing(planned.plan)) planned = await planSpecs(paths, options)
      process.exitCode = await run(planned)
    })
}

interface HowToRun {
  jobs?: number | undefined
  threads?: number | undefined
  budget?: number | undefined
  fresh?: boolean | undefined
  complete?: boolean | undefined
  locked?: boolean | undefined
  strict?: boolean | undefined
  reporter: readonly ReporterChoice[]
  output?: string | undefined
}

/** @returns the exit code */
async function trainAndJudge(
  planned: PlannedSpecs,
  store: Store,
  signal: AbortSignal,
  { jobs, threads, budget, fresh = false, complete = false, locked, ...how }: HowToRun,
): Promise<number> {
  const { choice } = planned
  const where = await origin('.')
  const wanted = { jobs, threads }
  const plan =
    budget === undefined ? planned.plan : await applyBudget(planned, budget, store, where, wanted)
  const strict = how.strict ?? strictByDefault()
  const lock = locked ? committedLock() : undefined
  const codeOf = (judged: readonly JudgedClaim[]) => {
    const differs = lock && accountForSpecs(lock, planned, judged).differences.length > 0
    return differs ? exitCodes.claimFailed : exitCodeOf(judged, strict)
  }
  const reports = await openReports(how.reporter, how.output, process.stdout)
  const keep = eventsFileReporter(eventsFile, (error) =>
    complain(`${eventsFile} cannot be written: ${systemReason(error) ?? error.message}`),
  )
  let written = true
  const { judged } = await runPlan(plan, {
    ...{
      choice,
      registry: await projectRegistry(),
      store,
      origin: where,
      wanted,
      tries: triesFile,
    },
    ...{ fresh, complete, signal, command: commandLine() },
    report: (event) => {
      keep(event)
      reports.report(event)
    },
    exitCode: (told, interrupted) => (interrupted ? exitCodes.interrupted : codeOf(told)),
  }).finally(async () => {
    written = await reports.close()
  })
  if (signal.aborted) return exitCodes.interrupted
  if (lock) process.stdout.write(accountText(accountForSpecs(lock, planned, judged)))
  const missing = strict ? missingEvidence(judged) : undefined
  if (missing !== undefined) {
    process.stderr.write(`genspec: ${missing}; \`--no-strict\` lets that pass\n`)
  }
  const code = codeOf(judged)
  // What the claims say comes first.
  return code === exitCodes.passed && !written ? exitCodes.usage : code
}
