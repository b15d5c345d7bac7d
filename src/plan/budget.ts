/** @file The claims that fit a budget of time, cheapest first; claims that share runs share their cost. */

import type { PlannedClaim } from './plan.js'

export interface Budgeted {
  chosen: Set<PlannedClaim>
  /** The claims that do not fit, with the seconds that each would add to the selection. */
  leftOut: { planned: PlannedClaim; seconds: number }[]
}

/**
 * Selects claims within a budget.
 * @param cost the cost in seconds of a run that must be trained; 0 for a stored one
 * @param budget seconds of training
 */
export function withinBudget(
  claims: readonly PlannedClaim[],
  cost: (key: string) => number,
  budget: number,
): Budgeted {
  const chosen = new Set<PlannedClaim>()
  const paid = new Set<string>()
  const rest = new Set(claims.filter(({ skipped }) => skipped === undefined))
  const added = ({ runs }: PlannedClaim) =>
    runs.filter((key) => !paid.has(key)).reduce((sum, key) => sum + cost(key), 0)
  let spent = 0
  for (;;) {
    let cheapest: { planned: PlannedClaim; seconds: number } | undefined
    for (const planned of rest) {
      const seconds = added(planned)
      if (cheapest === undefined || seconds < cheapest.seconds) cheapest = { planned, seconds }
    }
    if (cheapest === undefined || spent + cheapest.seconds > budget) break
    spent += cheapest.seconds
    rest.delete(cheapest.planned)
    chosen.add(cheapest.planned)
    for (const key of cheapest.planned.runs) paid.add(key)
  }
  const leftOut = [...rest].map((planned) => ({ planned, seconds: added(planned) }))
  return { chosen, leftOut }
}
