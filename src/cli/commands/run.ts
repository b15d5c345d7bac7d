/** @file `genspec [run] [paths]`: runs the claims and judges them. */

import { Command } from '@commander-js/extra-typings'
import { builtinRegistry } from '../../builtin/kinds.js'
import { applyBudget } from '../apply-budget.js'
import { terminalReporter } from '../../report/terminal.js'
import { runPlan } from '../../runner/run-plan.js'
import { sideBySide } from '../../runner/side-by-side.js'
import { origin } from '../../store/origin.js'
import { exitCodeOf, exitCodes } from '../exit-codes.js'
import { interruptible } from '../interruption.js'
import {
  budgetOption,
  changedOption,
  engineOption,
  jobsOption,
  paperOption,
  profileOption,
  seedsOption,
  tagOption,
  threadsOption,
  titleOption,
} from '../options.js'
import { entryOf } from '../judged-specs.js'
import { differencesFromLock, differencesText } from '../locked.js'
import { fetchMissing } from '../fetch-missing.js'
import { planSpecs } from '../plan-specs.js'
import { projectStore } from '../project.js'
import { UsageError } from '../spec-files.js'

export function runCommand() {
  return new Command('run')
    .description('train what the claims need and judge them')
    .argument('[paths...]', 'specs, folders of specs, or claims as file:line', ['.'])
    .addOption(engineOption)
    .addOption(profileOption)
    .addOption(titleOption)
    .addOption(tagOption)
    .addOption(paperOption)
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
    .option('--locked', 'fail where a verdict is not as genspec.lock records it')
    .option('--strict', 'exit with 4 when a claim is inconclusive, as in CI')
    .action(async (paths, options) => {
      if (options.locked && options.seeds) {
        throw new UsageError(
          '`--seeds` makes results exploratory: they have no place beside `--locked`',
        )
      }
      let planned = await planSpecs(paths, options)
      if (planned && (await fetchMissing(planned.plan))) planned = await planSpecs(paths, options)
      if (planned === undefined) {
        process.exitCode = exitCodes.usage
        return
      }
      const { choice } = planned
      const store = await projectStore()
      const where = await origin('.')
      const beside = sideBySide(choice.engine, {
        wanted: options.jobs,
        threads: options.threads,
      })
      const plan =
        options.budget === undefined
          ? planned.plan
          : await applyBudget(planned, options.budget, store, where, beside)
      const interruption = interruptible()
      const { judged, progress } = await runPlan(plan, {
        choice,
        registry: builtinRegistry,
        store,
        origin: where,
        sideBySide: beside,
        fresh: options.fresh ?? false,
        complete: options.complete ?? false,
        report: terminalReporter(process.stdout),
        signal: interruption,
      })
      if (interruption.aborted) {
        process.exitCode = exitCodes.interrupted
        return
      }
      const inCI = !['', 'false', undefined].includes(process.env['CI'])
      process.exitCode = exitCodeOf(judged, options.strict ?? inCI)
      if (options.locked) {
        const entries = plan.claims.flatMap((claim, index) => {
          const one = judged[index]
          return claim.skipped || !one ? [] : [entryOf(claim, one, progress.results)]
        })
        const differences = await differencesFromLock(entries)
        process.stdout.write(differencesText(differences))
        if (differences.length > 0) process.exitCode = exitCodes.claimFailed
      }
    })
}
