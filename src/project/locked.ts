/** @file `run --locked`: whether verdicts are those of the committed record. */

import chalk from 'chalk'
import { type LockedClaim, identityOf, lockName, readLock } from '../lock/lock-file.js'
import { formatCount } from '../text/amounts.js'
import { UsageError } from './spec-files.js'

/** @returns one line for each claim that is not as recorded */
export async function differencesFromLock(entries: readonly LockedClaim[]): Promise<string[]> {
  const lock = await readLock(lockName)
  if (lock === undefined) {
    throw new UsageError(`there is no ${lockName} to compare with; \`genspec accept\` makes it`)
  }
  const recorded = new Map(lock.claims.map((entry) => [identityOf(entry), entry]))
  return entries.flatMap((entry): string[] => {
    const name = entry.claim + (entry.profile === undefined ? '' : ` [${entry.profile}]`)
    const before = recorded.get(identityOf(entry))
    if (before === undefined) return [`${name} is not recorded`]
    if (before.meaning !== entry.meaning) return [`${name} changed since it was recorded`]
    if (before.verdict === entry.verdict) return []
    return [`${name} is recorded as ${before.verdict}, and is now ${entry.verdict}`]
  })
}

export function differencesText(differences: readonly string[]): string {
  if (differences.length === 0) return `as recorded in ${lockName}\n`
  const lines = differences.map((line) => ` ${chalk.red('≠')} ${line}\n`)
  const many = formatCount(differences.length, 'claim')
  return `\n${lines.join('')}${many} not as recorded in ${lockName}; \`genspec accept\` records them\n`
}
