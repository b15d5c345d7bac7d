/** @file `genspec replicate`: judges the claims over fresh seeds and compares with genspec.lock. */

import chalk from 'chalk'
import { type Agreement, agreementOf } from '../../lock/agreement.js'
import { lockName, readLock } from '../../lock/lock-file.js'
import { withSeeds } from '../../plan/exploratory.js'
import { planClaims, selectClaims } from '../../project/plan-specs.js'
import { openProject } from '../../project/project.js'
import { runSpecs } from '../../project/run-specs.js'
import { UsageError } from '../../project/spec-files.js'
import { terminalReporter } from '../../report/terminal.js'
import { complain } from '../../text/complain.js'
import { formatCount } from '../../text/amounts.js'
import { tableText } from '../../text/table.js'
import { commandLine } from '../command-line.js'
import { exitCodes, missingEvidence } from '../../project/exit-codes.js'
import { interruptible } from '../interruption.js'
import { claimsCommand, jobsOption, roundOption } from '../options.js'
import { onRefused } from '../on-refused.js'
import { printDiagnostics } from '../print-diagnostics.js'
import { mapTexts, printable } from '../../text/visible.js'

export function replicateCommand() {
  return claimsCommand('replicate')
    .description(`run the claims over fresh seeds and compare the verdicts with ${lockName}`)
    .addOption(jobsOption)
    .addOption(roundOption)
    .action(async (paths, options) => {
      const project = await openProject({ onRefused })
      const lock = readLock(project.lockFile)
      if (lock === undefined) {
        throw new UsageError(
          `there is no ${lockName} to compare with; create it with \`genspec accept\``,
        )
      }
      const selected = await selectClaims(project, paths, options)
      printDiagnostics(selected.warnings)
      const claims = selected.claims.map((claim) => withSeeds(claim, freshSeeds(options.round)))
      const planned = {
        ...selected,
        ...(await planClaims(project, claims, options.engine)),
      }
      const signal = interruptible(project.root)
      const { judged, entries } = await runSpecs(project, planned, {
        ...{ jobs: options.jobs, complete: true, strict: false },
        ...{ signal, command: commandLine(), report: terminalReporter(process.stdout) },
      })
      if (signal.aborted) {
        process.exitCode = exitCodes.interrupted
        return
      }
      const agreements = entries.map((entry) => agreementOf(lock.claims, entry))
      process.stdout.write(`\n${agreementText(agreements)}\n`)
      const missing = missingEvidence(judged) ?? incomparable(agreements)
      if (agreements.some(({ agrees }) => agrees === false)) {
        process.exitCode = exitCodes.claimFailed
      } else if (missing !== undefined && project.environment.ci) {
        complain(missing)
        process.exitCode = exitCodes.inconclusive
      }
    })
}

/** As many seeds as the claim has, all unused by the claim and earlier rounds. */
function freshSeeds(round: number): (own: readonly number[]) => number[] {
  return (own) => {
    const first = Math.max(...own) + 1 + (round - 1) * own.length
    return own.map((_, index) => first + index)
  }
}

function incomparable(agreements: readonly Agreement[]): string | undefined {
  const compared = agreements.some(({ agrees }) => agrees !== undefined)
  return compared ? undefined : `no claim could be compared with ${lockName}`
}

function agreementText(agreements: readonly Agreement[]): string {
  const rows = mapTexts(agreements, printable).map(({ claim, recorded, now, agrees, note }) => [
    agrees === undefined ? '-' : agrees ? chalk.green('✓') : chalk.red('✗'),
    ...[claim, recorded ?? '', now, note],
  ])
  const judged = agreements.filter(({ agrees }) => agrees !== undefined)
  const agreeing = judged.filter(({ agrees }) => agrees).length
  const open = agreements.length - judged.length
  const undecided = open === 0 ? '' : `, ${open} could not be compared`
  return (
    `${tableText(['', 'claim', 'recorded', 'fresh seeds', ''], rows)}\n\n` +
    `${agreeing} of ${formatCount(judged.length, 'claim')} replicated${undecided}; ${lockName} is unchanged`
  )
}
