/** @file `genspec accept`: writes the verdicts from stored runs to genspec.lock, the committed record. */

import { compareLocks } from '../../lock/compare.js'
import { mergeEntries } from '../../lock/entry.js'
import {
  type LockedClaim,
  identityOf,
  lockName,
  readLock,
  writeLock,
} from '../../lock/lock-file.js'
import { judgeStored } from '../../project/judged-specs.js'
import { type PlannedSpecs, planSpecs } from '../../project/plan-specs.js'
import { isUnder } from '../../project/spec-files.js'
import { complain } from '../../text/complain.js'
import { formatCount } from '../../text/amounts.js'
import { compareText } from '../compare-text.js'
import { exitCodes } from '../../project/exit-codes.js'
import { openProject } from '../../project/project.js'
import { claimsCommand } from '../options.js'
import { printDiagnostics } from '../print-diagnostics.js'
import { onRefused } from '../on-refused.js'
import type { TitlePattern } from '../title-pattern.js'

export function acceptCommand() {
  return claimsCommand('accept')
    .description(`write the verdicts from stored runs to ${lockName}, to be committed`)
    .action(async (paths, options) => {
      const project = await openProject({ onRefused })
      const planned = await planSpecs(project, paths, options)
      const { plan, warnings } = planned
      printDiagnostics(warnings)
      const { entries, open } = judgeStored(project, plan)
      if (open.length > 0) {
        const names = open.map(({ claim }) => claim.name).join(', ')
        complain(
          `nothing was accepted, because ${formatCount(open.length, 'claim')} still ${open.length === 1 ? 'needs' : 'need'} runs: ${names}\n` +
            '  train them with `genspec run`, or name the other specs to accept only those',
        )
        process.exitCode = exitCodes.runErrored
        return
      }
      const old = readLock(project.lockFile)?.claims ?? []
      const kept = old.filter((entry) => staysRecorded(entry, planned, isFiltered(paths, options)))
      await writeLock(project.lockFile, mergeEntries(kept, entries))
      const names = new Set(entries.map(identityOf))
      const gone = new Set(old.filter((entry) => !kept.includes(entry)).map(identityOf))
      const before = old.filter(
        (entry) => names.has(identityOf(entry)) || gone.has(identityOf(entry)),
      )
      if (old.length > 0) {
        process.stdout.write(
          `${compareText(compareLocks(before, entries), ['recorded', 'now'])}\n\n`,
        )
      }
      process.stdout.write(`${formatCount(entries.length, 'claim')} written to ${lockName}\n`)
      const skipped = plan.claims.filter(({ skipped }) => skipped)
      if (skipped.length > 0) {
        const names = skipped.map(({ claim }) => claim.name).join(', ')
        process.stdout.write(
          `${formatCount(skipped.length, 'claim')} skipped and not written: ${names}\n`,
        )
      }
    })
}

function isFiltered(
  paths: readonly string[],
  { title, tag, paper }: { title?: TitlePattern; tag: readonly string[]; paper: readonly string[] },
): boolean {
  const byLine = paths.some((given) => /\.gen:\d/.test(given))
  return title !== undefined || tag.length > 0 || paper.length > 0 || byLine
}

/** Drops claims that no longer exist in these specs, and claims that their profile now leaves out. */
function staysRecorded(
  entry: LockedClaim,
  { plan, known, paths }: PlannedSpecs,
  filtered: boolean,
): boolean {
  if (!paths.some((given) => isUnder(given, entry.file))) return true
  const named = known.filter(({ name, file }) => name === entry.claim && file === entry.file)
  if (named.length === 0) return filtered
  return !plan.claims.some(
    ({ claim, skipped }) =>
      named.includes(claim) && claim.profile === entry.profile && skipped?.cause === 'profile',
  )
}
