/** @file The claims of specs judged from stored runs, as entries of a lock. */

import type { JudgedClaim } from '../judge/verdict.js'
import { lockEntry } from '../lock/entry.js'
import type { LockedClaim } from '../lock/lock-file.js'
import type { Plan, PlannedClaim } from '../plan/plan.js'
import { findIn, judgeTogether, storedResults } from '../runner/judge-plan.js'
import { trackNeeds } from '../runner/needs.js'
import type { RunRecord } from '../store/record.js'
import type { Project } from './project.js'

export interface JudgedEntries {
  /** The entries of judged claims; skipped ones have none. */
  entries: LockedClaim[]
  judged: JudgedClaim[]
  /** Claims whose verdict still needs runs. */
  open: PlannedClaim[]
  /** Keys of those runs. */
  needed: Set<string>
}

export function judgeStored(
  { registry, store }: Pick<Project, 'registry' | 'store'>,
  plan: Plan,
): JudgedEntries {
  const results = storedResults(plan, store)
  const find = findIn(plan, { results })
  const needs = trackNeeds(plan, registry, find)
  const needed = new Set(plan.runs.map(({ key }) => key).filter((key) => needs.has(key)))
  const open = plan.claims.filter(
    ({ runs, skipped }) => !skipped && runs.some((key) => needed.has(key)),
  )
  const known = plan.claims.filter((planned) => !open.includes(planned))
  const judged = judgeTogether(known, plan, registry, find)
  const entries = known.flatMap((planned, index) => {
    const claim = judged[index]
    return planned.skipped || !claim ? [] : [entryOf(planned, claim, results)]
  })
  return { entries, judged, open, needed }
}

/** @param results all stored runs, by key */
export function entryOf(
  { runs }: PlannedClaim,
  claim: JudgedClaim,
  results: ReturnType<typeof storedResults>,
): LockedClaim {
  const records = runs.flatMap((key): RunRecord[] => {
    const result = results.get(key)
    return result && 'record' in result ? [result.record as RunRecord] : []
  })
  return lockEntry(claim, records, new Date().toISOString().slice(0, 10))
}
