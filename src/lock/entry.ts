/** @file The lock's entry for a judged claim. */

import { createHash } from 'node:crypto'
import type { Claim } from '../claims/claim.js'
import type { Extended, JudgedCase, JudgedClaim } from '../judge/verdict.js'
import { meaningOf } from '../plan/meaning.js'
import type { RunRecord } from '../store/record.js'
import { type LockedCase, type LockedClaim, identityOf } from './lock-file.js'

/** Further digits would change with every machine without carrying information. */
const digits = 6

/** @param records the records of the runs that the claim was judged from */
export function lockEntry(
  { claim, verdict, expectations }: JudgedClaim,
  records: readonly RunRecord[],
  date: string,
): LockedClaim {
  const all = (part: (record: RunRecord) => string | undefined) =>
    [...new Set(records.map(part).filter((text) => text !== undefined))].sort()
  return {
    claim: claim.name,
    file: claim.file,
    ...(claim.profile !== undefined && { profile: claim.profile }),
    verdict,
    meaning: meaningHash(claim),
    expectations: expectations.map(({ expectation, verdict: judged, cases }) => ({
      text: expectation.text,
      verdict: judged.verdict,
      cases: cases.map(lockCase),
    })),
    environment: {
      engines: all(({ engine }) => `${engine.name}, ${engine.version}`),
      devices: all(({ engine }) => engine.device),
      genspec: all(({ provenance }) => provenance.genspec),
      commits: all(
        ({ provenance: { git } }) => git && git.commit.slice(0, 10) + (git.dirty ? '+' : ''),
      ),
    },
    date,
  }
}

/** The hash by which the lock recognises a claim's meaning. */
export function meaningHash(claim: Claim): string {
  return createHash('sha256').update(meaningOf(claim)).digest('hex').slice(0, 16)
}

function lockCase({ label, verdict, evidence }: JudgedCase): LockedCase {
  const named = { ...(label !== undefined && { label }), verdict }
  if (evidence === undefined) return named
  const { n, estimate, interval, acceptance, scale, unit, perSeed } = evidence
  return {
    ...named,
    n,
    estimate: rounded(estimate),
    ...(interval && { interval: [rounded(interval.low), rounded(interval.high)] }),
    acceptance: [rounded(acceptance.low), rounded(acceptance.high)],
    scale,
    unit,
    values: Object.fromEntries(perSeed.map(({ seed, value }) => [seed, rounded(value)])),
  }
}

function rounded(value: Extended): Extended {
  return typeof value === 'number' ? Number(value.toPrecision(digits)) : value
}

/** Merges new entries into old ones; an entry that is unchanged keeps its date. */
export function mergeEntries(
  old: readonly LockedClaim[],
  fresh: readonly LockedClaim[],
): LockedClaim[] {
  const merged = new Map(old.map((entry) => [identityOf(entry), entry]))
  for (const entry of fresh) {
    const before = merged.get(identityOf(entry))
    const same =
      before && JSON.stringify({ ...before, date: '' }) === JSON.stringify({ ...entry, date: '' })
    if (!same) merged.set(identityOf(entry), entry)
  }
  return [...merged.values()]
}
