/** @file `genspec [run] [paths]`: runs the claims and judges them. */

import { Command, Option } from '@commander-js/extra-typings'
import { builtinRegistry } from '../../builtin/kinds.js'
import { chooseEngine, engineNames } from '../../engine/engines.js'
import { makePlan } from '../../plan/plan.js'
import { terminalReporter } from '../../report/terminal.js'
import { runPlan } from '../../runner/run-plan.js'
import { sideBySide } from '../../runner/side-by-side.js'
import { origin } from '../../store/origin.js'
import { checkSpecs } from '../check-specs.js'
import { projectStore } from '../project.js'
import { exitCodeOf, exitCodes } from '../exit-codes.js'

export function runCommand() {
  return new Command('run')
    .description('train what the claims need and judge them')
    .argument('[paths...]', 'specs, or folders of specs', ['.'])
    .addOption(
      new Option('--engine <name>', 'what computes: the first that works, or one of these')
        .choices(['auto', ...engineNames] as const)
        .default('auto' as const),
    )
    .option('--strict', 'exit with 4 when a claim is inconclusive, as in CI')
    .action(async (paths, { engine: wanted, strict }) => {
      const { claims, errors } = await checkSpecs(paths)
      if (errors > 0) {
        process.exitCode = exitCodes.usage
        return
      }
      const choice = await chooseEngine(wanted)
      const plan = await makePlan(claims, await choice.engine.identity(), builtinRegistry)
      const interruption = interruptible()
      const judged = await runPlan(plan, {
        choice,
        registry: builtinRegistry,
        store: await projectStore(),
        origin: await origin('.'),
        sideBySide: sideBySide(choice.engine),
        fresh: false,
        report: terminalReporter(process.stdout),
        signal: interruption,
      })
      const inCI = !['', 'false', undefined].includes(process.env['CI'])
      process.exitCode = interruption.aborted
        ? exitCodes.interrupted
        : exitCodeOf(judged, strict ?? inCI)
    })
}

/** The first Ctrl-C ends the runs under way and lets the summary be written; the second ends at once. */
function interruptible(): AbortSignal {
  const controller = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(exitCodes.interrupted)
      controller.abort()
    })
  }
  return controller.signal
}
