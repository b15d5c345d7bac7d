/** @file Records that say the same of different seeds, as a copied one does. */

import type { RunRecord } from './record.js'

/** Groups of records whose curves are the same to the last bit though their seeds are not. */
export function sameUnderOtherSeeds(records: readonly RunRecord[]): RunRecord[][] {
  const groups = new Map<string, RunRecord[]>()
  for (const record of records) {
    // A computation may need no random numbers.
    if (record.curve.length === 0) continue
    const curve = JSON.stringify(record.curve)
    groups.set(curve, [...(groups.get(curve) ?? []), record])
  }
  return [...groups.values()].filter((group) => new Set(group.map(({ seed }) => seed)).size > 1)
}
