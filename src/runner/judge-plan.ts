/** @file The judging of a plan's claims by the known results of their runs. */

import type { FindRun, RunResult } from '../judge/run-result.js'
import { controlFamilies } from '../judge/family.js'
import { judgeClaim } from '../judge/judge.js'
import { lackOf } from '../judge/lacking.js'
import type { JudgedClaim, VerdictName } from '../judge/verdict.js'
import type { Registry } from '../kinds/registry.js'
import type { Plan, PlannedClaim } from '../plan/plan.js'
import type { RunRecord } from '../store/record.js'
import type { Store } from '../store/store.js'
import type { KnownRuns } from './known-runs.js'

/** Runs of which nothing is known are open. */
export function findIn(
  { keyOf, beside }: Plan,
  { results, under }: { results: ReadonlyMap<string, RunResult>; under?: KnownRuns['under'] },
): FindRun {
  return (setup, seed) => {
    const key = keyOf(setup, seed) ?? beside?.keyOf(setup, seed) ?? ''
    const soFar = under?.get(key)
    return results.get(key) ?? { open: 'it was not run', ...(soFar && { soFar }) }
  }
}

export function judgePlan(plan: Plan, registry: Registry, find: FindRun): JudgedClaim[] {
  return judgeTogether(plan.claims, plan, registry, find)
}

/** Judges some claims of a plan, each within the families of the papers that it cites. */
export function judgeTogether(
  claims: readonly PlannedClaim[],
  { beside }: Plan,
  registry: Registry,
  find: FindRun,
): JudgedClaim[] {
  const all = [...claims, ...(beside?.claims ?? [])]
  const judged = all.map((planned) => judgePlanned(planned, registry, find))
  return controlFamilies(judged).slice(0, claims.length)
}

function judgePlanned(
  { claim, skipped }: PlannedClaim,
  registry: Registry,
  find: FindRun,
): JudgedClaim {
  if (skipped === undefined) return judgeClaim(registry, claim, find)
  const { cause, reason, help } = skipped
  const said = { sentence: reason, ...(help !== undefined && { help }), expectations: [] }
  return cause === 'unusable data'
    ? { claim, verdict: 'error', ...said }
    : { claim, verdict: 'skipped', ...said, skippedFor: cause }
}

/** The results of a plan's runs that the store holds. */
export function storedResults(plan: Plan, store: Store): Map<string, RunResult> {
  const results = new Map<string, RunResult>()
  for (const { key } of [...plan.runs, ...(plan.beside?.runs ?? [])]) {
    const record = store.read(key)
    if (record) results.set(key, { record })
  }
  return results
}

/** The stored records of a plan's runs that have every number that its claims ask for. */
export function wholeRecords(
  { runs }: Pick<Plan, 'runs'>,
  store: Store,
  registry: Registry,
): Map<string, RunRecord> {
  const whole = new Map<string, RunRecord>()
  for (const run of runs) {
    const record = store.read(run.key)
    if (record && lackOf(registry, record, run) === undefined) whole.set(run.key, record)
  }
  return whole
}

export function countVerdicts(judged: readonly JudgedClaim[]): Record<VerdictName, number> {
  const counts = { pass: 0, fail: 0, inconclusive: 0, error: 0, skipped: 0 }
  for (const { verdict } of judged) counts[verdict]++
  return counts
}
