/** @file A short run carried out twice with the same seed, to see if its numbers repeat. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { PlannedRun } from '../plan/plan.js'
import type { RunRecord } from '../store/record.js'
import { Store } from '../store/store.js'
import { type RerunComparison, compareRuns } from './compare-runs.js'
import { type TrainOptions, trainRun } from './train-run.js'

/** The number of evaluations after which the run is stopped. */
const evaluations = 2

export type Twice =
  | { record: RunRecord; comparison: RerunComparison; evaluations: number }
  /** The reason why there are not two runs. */
  | { refusal: string }

export async function runTwice(
  run: PlannedRun,
  options: Omit<TrainOptions, 'store' | 'onCurve'>,
): Promise<Twice> {
  const records: RunRecord[] = []
  while (records.length < 2) {
    const folder = await mkdtemp(path.join(tmpdir(), 'genspec-twice-'))
    let lost = false
    try {
      const result = await trainRun(run, {
        ...options,
        store: new Store(folder),
        onCurve: (curve) => (curve.length >= evaluations ? 'seen enough' : undefined),
      })
      if (options.signal.aborted) return { refusal: 'interrupted' }
      lost = 'lost' in result
      if ('lost' in result) return { refusal: result.lost }
      records.push(result.record)
    } finally {
      // The folder of a lost run stays, since its log gives the reason.
      if (!lost) await rm(folder, { recursive: true, force: true })
    }
  }
  const [first, second] = records
  if (!first || !second) throw new Error('internal: two runs led to fewer records')
  // How far a run gets before the order to stop arrives is chance, so only the common part is compared.
  const common = [first, second].every(({ status }) => status === 'finished')
    ? first.curve.length
    : Math.min(evaluations, first.curve.length, second.curve.length)
  const beginning = { ...first, curve: first.curve.slice(0, common) }
  return { record: first, comparison: compareRuns(beginning, second), evaluations: common }
}
