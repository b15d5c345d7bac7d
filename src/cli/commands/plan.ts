/** @file `genspec plan [paths]`: which runs the claims need, what is there already, and what the rest costs. */

import chalk from 'chalk'
import { projectRegistry } from '../../config/project-registry.js'
import { costPlan } from '../../project/plan-report.js'
import { planSpecs } from '../../project/plan-specs.js'
import { projectStore, triesFile } from '../../project/store.js'
import { predictRuns } from '../../runner/predict-runs.js'
import { sideBySide } from '../../runner/side-by-side.js'
import { origin } from '../../store/origin.js'
import { budgetOption, changedOption, claimsCommand, jobsOption, seedsOption } from '../options.js'
import { planText } from '../plan-text.js'

export function planCommand() {
  return claimsCommand('plan')
    .description('list the runs that the claims need: what is stored, and what the rest costs')
    .addOption(changedOption)
    .addOption(seedsOption)
    .addOption(jobsOption)
    .addOption(budgetOption)
    .option('--no-probe', 'do not try kinds of runs of which nothing is known')
    .option('--json', 'for programs')
    .action(async (paths, options) => {
      const planned = await planSpecs(paths, options)
      const { plan, choice } = planned
      const store = await projectStore()
      const { threads } = sideBySide(choice.engine, { jobs: options.jobs })
      const predictions = await predictRuns(plan.runs, {
        engine: choice.engine,
        registry: await projectRegistry(),
        threads,
        origin: await origin('.'),
        store,
        memory: triesFile,
        probe: options.probe,
        onProbe: ({ label }) => {
          if (process.stderr.isTTY) process.stderr.write(chalk.dim(`trying ${label} ...\n`))
        },
      })
      const report = await costPlan(planned, {
        registry: await projectRegistry(),
        store,
        predictions,
        jobs: options.jobs,
        budget: options.budget,
      })
      process.stdout.write(
        options.json ? `${JSON.stringify(report, null, 2)}\n` : `${planText(report)}\n`,
      )
    })
}
