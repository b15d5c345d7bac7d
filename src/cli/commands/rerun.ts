/** @file `genspec rerun RUN`: trains a stored run again and compares the numbers. */

import { Command } from '@commander-js/extra-typings'
import { shortKey } from '../../plan/run-key.js'
import { projectEngine } from '../../project/engine.js'
import { openProject } from '../../project/project.js'
import { UsageError } from '../../project/spec-files.js'
import { terminalReporter } from '../../report/terminal.js'
import type { RerunComparison } from '../../runner/compare-runs.js'
import { rerun } from '../../runner/rerun.js'
import { sideBySide } from '../../runner/side-by-side.js'
import { findRun } from '../../store/find-run.js'
import { origin } from '../../store/origin.js'
import type { RunRecord } from '../../store/record.js'
import { formatCount } from '../../text/amounts.js'
import { exitCodes } from '../../project/exit-codes.js'
import { interruptible } from '../interruption.js'
import { engineOption } from '../options.js'
import { complain } from '../../text/complain.js'
import { mapTexts, printable } from '../../text/visible.js'

export function rerunCommand() {
  return new Command('rerun')
    .description('train a stored run again, from its record only, and compare the numbers')
    .argument('<run>', "the run's key or its first characters")
    .addOption(engineOption)
    .action(async (prefix, { engine: wanted }) => {
      const project = await openProject()
      const found = await findRun(project.store, prefix)
      if ('refusal' in found) throw new UsageError(found.refusal)
      const { engine } = await projectEngine(project, wanted)
      const signal = interruptible(project.root)
      const result = await rerun(found.record, {
        ...{ engine, registry: project.registry, signal, origin: await origin(project.root) },
        threads: sideBySide(engine).threads,
        report: terminalReporter(process.stdout),
      })
      if ('refusal' in result) {
        const help = result.help === undefined ? '' : `; ${result.help}`
        complain(`${result.refusal}${help}`)
        process.exitCode = signal.aborted ? exitCodes.interrupted : exitCodes.runErrored
        return
      }
      process.stdout.write(
        `${comparisonText(mapTexts(found.record, printable), result.record, result.comparison)}\n`,
      )
      process.exitCode =
        result.comparison.first === undefined ? exitCodes.passed : exitCodes.claimFailed
    })
}

function comparisonText(
  stored: RunRecord,
  now: RunRecord,
  { numbers, first, largest }: RerunComparison,
): string {
  const name = `run ${shortKey(stored.key)}`
  if (first === undefined) {
    return `${name}: the same to the last bit, in ${formatCount(numbers, 'number')}`
  }
  const engines = [stored, now].map(({ engine }) => `${engine.name}, ${engine.version}`)
  const reason =
    engines[0] === engines[1]
      ? `with the same engine, ${engines[0] ?? ''}, on ${now.engine.device}`
      : `with ${engines[1] ?? ''} instead of ${engines[0] ?? ''}`
  const at = first.epoch === undefined ? '' : ` in epoch ${first.epoch}`
  const where = `first${at}: ${first.name} ${first.stored} then, ${first.now} now`
  return `${name}: other numbers ${reason}\n  ${where}; the largest difference is ${Number(largest.toPrecision(3))}`
}
