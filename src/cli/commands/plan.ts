/** @file `genspec plan [paths]`: the runs that the claims need, which are stored, and what the rest costs. */

import chalk from 'chalk'
import { costPlan } from '../../project/plan-report.js'
import { planSpecs } from '../../project/plan-specs.js'
import { openProject } from '../../project/project.js'
import { predictRuns } from '../../runner/predict-runs.js'
import { sideBySide } from '../../runner/side-by-side.js'
import { origin } from '../../store/origin.js'
import { budgetOption, changedOption, claimsCommand, jobsOption, seedsOption } from '../options.js'
import { planText } from '../plan-text.js'
import { onRefused } from '../on-refused.js'
import { printDiagnostics } from '../print-diagnostics.js'
import { printJson } from '../print-json.js'
import { mapTexts, printable } from '../../text/visible.js'

export function planCommand() {
  return claimsCommand('plan')
    .description('list the runs that the claims need, which are stored, and what the rest costs')
    .addOption(changedOption)
    .addOption(seedsOption)
    .addOption(jobsOption)
    .addOption(budgetOption)
    .option('--no-probe', 'do not measure the speed of unknown kinds of runs')
    .option('--json', 'the plan as JSON')
    .action(async (paths, options) => {
      const project = await openProject({ onRefused })
      const planned = await planSpecs(project, paths, { ...options, withUnusable: true })
      const { plan, choice, warnings } = planned
      printDiagnostics(warnings)
      const { registry, store } = project
      const { threads } = sideBySide(choice.engine, { jobs: options.jobs })
      const predictions = await predictRuns(plan.runs, {
        ...{ engine: choice.engine, registry, threads, store, memory: project.triesFile },
        origin: await origin(project.root),
        probe: options.probe,
        onProbe: ({ label }) => {
          if (process.stderr.isTTY)
            process.stderr.write(chalk.dim(`measuring the speed of ${label} ...\n`))
        },
      })
      const { jobs, budget } = options
      const report = await costPlan(project, planned, { predictions, jobs, budget })
      if (options.json) printJson(report)
      else process.stdout.write(`${planText(mapTexts(report, printable))}\n`)
    })
}
