/** @file Accounting for the lock: every recorded entry must be judged as recorded. */

import type { Claim } from '../claims/claim.js'
import type { JudgedClaim } from '../judge/verdict.js'
import { meaningHash } from './entry.js'
import { type LockedClaim, identityOf } from './lock-file.js'

export interface Account {
  /** One line for each claim that is not as recorded. */
  differences: string[]
  /** The number of entries that the command covers. */
  asked: number
  recorded: number
}

export interface Asked {
  judged: readonly JudgedClaim[]
  /** All claims of the specs that were read, including those that filters left out. */
  known: readonly Claim[]
  /** True if the paths of the command line include a spec, even one that does not exist. */
  covers(file: string): boolean
}

/**
 * Compares judged claims with the lock. An entry must be judged if its claim was selected or no longer exists;
 * filters and a profile select among existing claims only.
 */
export function accountFor(
  recorded: readonly LockedClaim[],
  { judged, known, covers }: Asked,
): Account {
  const entries = new Map(recorded.map((entry) => [identityOf(entry), entry]))
  const selected = new Set(judged.map(({ claim }) => identityOf(entryName(claim))))
  const there = new Set(known.map(placeOf))
  const gone = recorded.filter(
    (entry) =>
      covers(entry.file) &&
      !selected.has(identityOf(entry)) &&
      !there.has(placeOf({ name: entry.claim, file: entry.file })),
  )
  const unrecorded = judged.filter(({ claim }) => !entries.has(identityOf(entryName(claim))))
  return {
    differences: [
      ...judged.flatMap((one) => differenceOf(one, entries.get(identityOf(entryName(one.claim))))),
      ...gone.map((entry) => goneText(entry, unrecorded)),
    ],
    asked: recorded.filter((entry) => selected.has(identityOf(entry))).length + gone.length,
    recorded: recorded.length,
  }
}

function differenceOf(
  { claim, verdict, sentence }: JudgedClaim,
  entry: LockedClaim | undefined,
): string[] {
  const name = nameText(entryName(claim))
  if (entry === undefined) return verdict === 'skipped' ? [] : [`${name} is not recorded`]
  const before = `${name} is recorded as ${entry.verdict}`
  if (verdict === 'skipped') return [`${before}, and was skipped: ${sentence ?? 'no reason given'}`]
  if (entry.meaning !== meaningHash(claim)) return [`${name} changed since it was recorded`]
  if (entry.verdict === verdict) return []
  return [`${before}, and is now ${verdict}`]
}

function goneText(entry: LockedClaim, unrecorded: readonly JudgedClaim[]): string {
  const before = `${nameText(entry)} is recorded as ${entry.verdict}, but ${entry.file} no longer has it`
  const same = unrecorded.find(({ claim }) => meaningHash(claim) === entry.meaning)
  if (same === undefined) return before
  const { name, file } = same.claim
  return `${before}; ${file === entry.file ? name : `${name} of ${file}`} asks the same`
}

function entryName({ name, file, profile }: Claim) {
  return { claim: name, file, ...(profile !== undefined && { profile }) }
}

/** A claim's identity across profiles. */
function placeOf({ name, file }: Pick<Claim, 'name' | 'file'>): string {
  return `${file} ${name}`
}

function nameText({ claim, profile }: Pick<LockedClaim, 'claim' | 'profile'>): string {
  return claim + (profile === undefined ? '' : ` [${profile}]`)
}
