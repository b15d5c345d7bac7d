/** @file `genspec replicate`: the claims over fresh seeds, beside what the record says of them. */

import chalk from 'chalk'
import { projectRegistry } from '../../config/project-registry.js'
import { chooseEngine } from '../../engine/engines.js'
import { type Agreement, agreementOf } from '../../lock/agreement.js'
import { lockName, readLock } from '../../lock/lock-file.js'
import { withSeeds } from '../../plan/exploratory.js'
import { makePlan } from '../../plan/plan.js'
import { entryOf } from '../../project/judged-specs.js'
import { selectClaims } from '../../project/plan-specs.js'
import { UsageError } from '../../project/spec-files.js'
import { projectStore, triesFile } from '../../project/store.js'
import { terminalReporter } from '../../report/terminal.js'
import { runPlan } from '../../runner/run-plan.js'
import { origin } from '../../store/origin.js'
import { formatCount } from '../../text/amounts.js'
import { tableText } from '../../text/table.js'
import { commandLine } from '../command-line.js'
import { exitCodeOf, exitCodes, missingEvidence, strictByDefault } from '../exit-codes.js'
import { interruptible } from '../interruption.js'
import { claimsCommand, jobsOption, roundOption } from '../options.js'

export function replicateCommand() {
  return claimsCommand('replicate')
    .description(`run the claims over fresh seeds and say whether they agree with ${lockName}`)
    .addOption(jobsOption)
    .addOption(roundOption)
    .action(async (paths, options) => {
      const lock = readLock(lockName)
      if (lock === undefined) {
        throw new UsageError(`there is no ${lockName} to agree with; \`genspec accept\` makes it`)
      }
      const selected = await selectClaims(paths, options)
      const claims = selected.claims.map((claim) => withSeeds(claim, freshSeeds(options.round)))
      const choice = await chooseEngine(options.engine)
      const plan = await makePlan(claims, await choice.engine.identity(), await projectRegistry())
      const signal = interruptible()
      const { judged, progress } = await runPlan(plan, {
        ...{ choice, registry: await projectRegistry(), signal, fresh: false, complete: true },
        store: await projectStore(),
        origin: await origin('.'),
        ...{ wanted: { jobs: options.jobs }, tries: triesFile },
        report: terminalReporter(process.stdout),
        command: commandLine(),
        exitCode: (judged) => exitCodeOf(judged, false),
      })
      if (signal.aborted) {
        process.exitCode = exitCodes.interrupted
        return
      }
      const agreements = judged.flatMap((claim, index): Agreement[] => {
        const planned = plan.claims[index]
        if (!planned || planned.skipped) return []
        return [agreementOf(lock.claims, entryOf(planned, claim, progress.results))]
      })
      process.stdout.write(`\n${agreementText(agreements)}\n`)
      const missing = missingEvidence(judged) ?? incomparable(agreements)
      if (agreements.some(({ agrees }) => agrees === false)) {
        process.exitCode = exitCodes.claimFailed
      } else if (missing !== undefined && strictByDefault()) {
        process.stderr.write(`genspec: ${missing}\n`)
        process.exitCode = exitCodes.inconclusive
      }
    })
}

/** As many as the claim has, none of which it or an earlier round has used. */
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
  const rows = agreements.map(({ claim, recorded, now, agrees, note }) => [
    agrees === undefined ? '-' : agrees ? chalk.green('✓') : chalk.red('✗'),
    ...[claim, recorded ?? '', now, note],
  ])
  const judged = agreements.filter(({ agrees }) => agrees !== undefined)
  const agreeing = judged.filter(({ agrees }) => agrees).length
  return (
    `${tableText(['', 'claim', 'recorded', 'fresh seeds', ''], rows)}\n\n` +
    `${agreeing} of ${formatCount(judged.length, 'claim')} replicated; the record is as it was`
  )
}
