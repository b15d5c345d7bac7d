/** @file Records of different seeds with the same curve, as copied records have. */

import type { RunRecord } from './record.js'

/** Groups of records with different seeds whose curves are equal to the last bit. */
export function sameUnderOtherSeeds(records: readonly RunRecord[]): RunRecord[][] {
  const groups = new Map<string, RunRecord[]>()
  for (const record of records) {
    // A computation, which has no curve, may use no random numbers.
    if (record.curve.length === 0) continue
    const curve = JSON.stringify(record.curve)
    groups.set(curve, [...(groups.get(curve) ?? []), record])
  }
  return [...groups.values()].filter((group) => new Set(group.map(({ seed }) => seed)).size > 1)
}
