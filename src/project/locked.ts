/** @file `run --locked`: compares verdicts with the committed record. */

import chalk from 'chalk'
import { type Account, accountFor } from '../lock/account.js'
import { type Lock, lockName, readLock } from '../lock/lock-file.js'
import type { JudgedClaim } from '../judge/verdict.js'
import { formatCount } from '../text/amounts.js'
import type { PlannedSpecs } from './plan-specs.js'
import type { ProjectFolder } from './project.js'
import { UsageError, isUnder } from './spec-files.js'

/** @throws UsageError if there is no record */
export function committedLock({ lockFile }: ProjectFolder): Lock {
  const lock = readLock(lockFile)
  if (lock !== undefined) return lock
  throw new UsageError(`there is no ${lockName} to compare with; create it with \`genspec accept\``)
}

export function accountForSpecs(
  { claims }: Lock,
  { known, paths }: PlannedSpecs,
  judged: readonly JudgedClaim[],
): Account {
  const covers = (file: string) => paths.some((given) => isUnder(given, file))
  return accountFor(claims, { judged, known, covers })
}

export function accountText({ differences, asked, recorded }: Account): string {
  const were = asked === 1 ? 'was' : 'were'
  const share = `${asked} of ${formatCount(recorded, 'recorded claim')} ${were} selected`
  if (differences.length === 0) {
    return `as recorded in ${lockName}${asked === recorded ? '' : `; ${share}`}\n`
  }
  const lines = differences.map((line) => ` ${chalk.red('≠')} ${line}\n`)
  const many = formatCount(differences.length, 'claim')
  const narrowed = asked === recorded ? '' : ` (${share})`
  return (
    `\n${lines.join('')}${many} not as recorded in ${lockName}${narrowed}; ` +
    '`genspec accept` records what is stored\n'
  )
}
