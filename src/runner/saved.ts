/** @file The training that deciding early made unnecessary. */

import type { PlannedRun } from '../plan/plan.js'
import { typeOf } from '../plan/setup-type.js'
import type { RunRecord } from '../store/record.js'
import type { KnownRuns } from './known-runs.js'

export interface Saved {
  /** Runs that were stopped or not started. */
  runs: number
  /** Epochs that they would have had at most. */
  epochs: number
  /** What those would have taken at most, by the time per epoch of the run itself or of the others here. */
  seconds: number
}

/** @param runs those that were not finished before */
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
    // How long a computation would have gone on is not known.
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
