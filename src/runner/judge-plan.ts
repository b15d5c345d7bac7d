/** @file The claims of a plan judged from what is known of their runs. */

import { type RunResult, judgeClaim } from '../judge/judge.js'
import type { JudgedClaim, VerdictName } from '../judge/verdict.js'
import type { Registry } from '../kinds/registry.js'
import type { Plan, PlannedClaim } from '../plan/plan.js'
import type { Store } from '../store/store.js'

export type Results = ReadonlyMap<string, RunResult>

export function judgePlan(plan: Plan, registry: Registry, results: Results): JudgedClaim[] {
  return plan.claims.map((planned) => judgePlanned(plan, planned, registry, results))
}

export function judgePlanned(
  plan: Plan,
  { claim, skipped }: PlannedClaim,
  registry: Registry,
  results: Results,
): JudgedClaim {
  if (skipped) {
    const { reason, help } = skipped
    return { claim, verdict: 'skipped', sentence: reason, help, expectations: [] }
  }
  return judgeClaim(
    registry,
    claim,
    (setup, seed) => results.get(plan.keyOf(setup, seed) ?? '') ?? { lost: 'it was not run' },
  )
}

/** What the store holds of a plan's runs. */
export async function storedResults(plan: Plan, store: Store): Promise<Map<string, RunResult>> {
  const results = new Map<string, RunResult>()
  await Promise.all(
    plan.runs.map(async ({ key }) => {
      const record = await store.read(key)
      if (record) results.set(key, { record })
    }),
  )
  return results
}

export function countVerdicts(judged: readonly JudgedClaim[]): Record<VerdictName, number> {
  const counts = { pass: 0, fail: 0, inconclusive: 0, error: 0, skipped: 0 }
  for (const { verdict } of judged) counts[verdict]++
  return counts
}
