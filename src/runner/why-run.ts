/** @file The reason why a run must be trained: its differences from the most similar stored run. */

import type { Registry } from '../kinds/registry.js'
import type { PlannedRun } from '../plan/plan.js'
import { type Difference, componentWords, firstDifference } from '../plan/components.js'
import type { RunRecord } from '../store/record.js'

export interface Why extends Difference {
  /** The stored run with the fewest differences. */
  nearest: RunRecord
}

/** @returns `undefined` if no stored run shares anything with this one */
export function whyNew(
  registry: Registry,
  run: PlannedRun,
  records: readonly RunRecord[],
): Why | undefined {
  const ours = new Set(componentWords(registry, run))
  let nearest: { record: RunRecord; likeness: number } | undefined
  for (const record of records) {
    const theirs = componentWords(registry, record)
    const shared = theirs.filter((words) => ours.has(words)).length
    const likeness = 2 * shared - theirs.length
    if (shared > 0 && likeness > (nearest?.likeness ?? -Infinity)) nearest = { record, likeness }
  }
  const difference = nearest && firstDifference(registry, run, nearest.record)
  return nearest && difference && { nearest: nearest.record, ...difference }
}
