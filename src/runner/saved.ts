/** @file The training that deciding early made unnecessary. */

import type { PlannedRun } from '../plan/plan.js'
import { typeOf } from '../plan/setup-type.js'
import type { RunRecord } from '../store/record.js'
import type { KnownRuns } from './known-runs.js'

export interface Saved {
  /** Runs that were stopped or not started. */
  runs: number
  /** The most epochs that they would have had. */
  epochs: number
  /** The most time that those would have taken, from the time per epoch of the run itself or of the other runs. */
  seconds: number
}

/** @param runs the runs that were not finished before */
export function savedBy(runs: readonly PlannedRun[], { results }: KnownRuns): Saved {
  const rates: number[] = []
  const records = new Map<string, RunRecord>()
  for (const { key } of runs) {
    const result = results.get(key)
    if (!result || !('record' in result)) continue
    const record = result.record as RunRecord
    records.set(key, record)
    const rate = secondsPerEpoch(record)
    if (rate !== undefined) rates.push(rate)
  }
  const usual = rates.reduce((sum, rate) => sum + rate, 0) / Math.max(1, rates.length)
  const saved = { runs: 0, epochs: 0, seconds: 0 }
  for (const { key, setup } of runs) {
    const record = records.get(key)
    if (record ? record.status !== 'stopped' : results.has(key)) continue
    saved.runs++
    // The remaining time of a computation is unknown.
    const extent = typeOf(setup).extent(setup)
    if (extent === undefined) continue
    const epochs = extent.epochs - (record?.curve.at(-1)?.epoch ?? 0)
    saved.epochs += epochs
    saved.seconds += epochs * ((record && secondsPerEpoch(record)) ?? usual)
  }
  return saved
}

function secondsPerEpoch({ curve, provenance }: RunRecord): number | undefined {
  const last = curve.at(-1)
  return last && (provenance.seconds - provenance.setupSeconds) / last.epoch
}
