/** @file `genspec breaking --against REF`: every claim that a change to the specs weakens. */

import { Command } from '@commander-js/extra-typings'
import chalk from 'chalk'
import { type Weakening, weakenings } from '../../lock/weakening.js'
import { checkSpecs } from '../../project/check-specs.js'
import { claimsAt, requireCommit } from '../../project/git-specs.js'
import { specsIn } from '../../project/spec-files.js'
import { formatCount } from '../../text/amounts.js'
import { exitCodes } from '../exit-codes.js'
import { profileOption } from '../options.js'

export function breakingCommand() {
  return new Command('breaking')
    .description('name every claim that asks for less than at another commit')
    .argument('[paths...]', 'specs, or folders of specs', ['.'])
    .requiredOption('--against <ref>', 'the commit that is compared with, such as main')
    .addOption(profileOption)
    .option('--json', 'for programs')
    .action(async (paths, { against, profile, json }) => {
      await requireCommit(against)
      const before = await claimsAt(against, paths, profile)
      const there = await Promise.all(paths.map(specsIn))
      // A spec that is gone takes its claims with it.
      const now = there.flat().length === 0 ? [] : await checkSpecs(paths, { profile })
      const found = weakenings(before, now)
      process.stdout.write(
        json ? `${JSON.stringify(found, null, 2)}\n` : textOf(found, before.length, against),
      )
      process.exitCode = found.length > 0 ? exitCodes.claimFailed : exitCodes.passed
    })
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
