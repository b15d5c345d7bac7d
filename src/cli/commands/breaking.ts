/** @file `genspec breaking --against REF`: every claim that a change to the specs weakens. */

import { Command } from '@commander-js/extra-typings'
import chalk from 'chalk'
import type { Claim } from '../../claims/claim.js'
import { type Weakening, weakenings } from '../../lock/weakening.js'
import { checkSpecs } from '../../project/check-specs.js'
import { claimsAt, requireCommit } from '../../project/git-specs.js'
import { type Project, openProject } from '../../project/project.js'
import { hasSpecs } from '../../project/spec-files.js'
import { formatCount } from '../../text/amounts.js'
import { exitCodes } from '../../project/exit-codes.js'
import { profileOption } from '../options.js'
import { printDiagnostics } from '../print-diagnostics.js'

export function breakingCommand() {
  return new Command('breaking')
    .description('name every claim that asks for less than at another commit')
    .argument('[paths...]', 'specs, or folders of specs', ['.'])
    .requiredOption('--against <ref>', 'the commit that is compared with, such as main')
    .addOption(profileOption)
    .option('--json', 'for programs')
    .action(async (paths, { against, profile, json }) => {
      const project = await openProject()
      await requireCommit(project, against)
      const before = await claimsAt(project, against, paths, profile)
      const there = await Promise.all(paths.map((given) => hasSpecs(project, given)))
      // A spec that is gone takes its claims with it.
      const now = there.includes(true) ? await claimsNow(project, paths, profile) : []
      const found = weakenings(before, now)
      process.stdout.write(
        json ? `${JSON.stringify(found, null, 2)}\n` : textOf(found, before.length, against),
      )
      process.exitCode = found.length > 0 ? exitCodes.claimFailed : exitCodes.passed
    })
}

async function claimsNow(
  project: Project,
  paths: readonly string[],
  profile: string | undefined,
): Promise<Claim[]> {
  const { claims, diagnostics } = await checkSpecs(project, paths, { profile })
  printDiagnostics(diagnostics)
  return claims
}

function textOf(found: readonly Weakening[], claims: number, against: string): string {
  if (found.length === 0) {
    return `no claim asks for less than at ${against} (${formatCount(claims, 'claim')} compared)\n`
  }
  const lines = found.map(
    ({ claim, file, line, what }) =>
      `${chalk.bold(claim)}  ${chalk.dim(`${file}:${line}`)}\n  ${what}\n`,
  )
  const weakened = new Set(found.map(({ claim, file }) => `${file} ${claim}`)).size
  return `${lines.join('')}\n${formatCount(weakened, 'claim')} weakened since ${against}\n`
}
