/** @file A second training of a stored run, from its record alone, and the comparison of the numbers. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Engine } from '../engine/engine.js'
import type { Reporter } from '../events/events.js'
import type { Registry } from '../kinds/registry.js'
import { makeRun } from '../plan/plan.js'
import type { Origin } from '../store/origin.js'
import type { RunRecord } from '../store/record.js'
import { Store } from '../store/store.js'
import { type RerunComparison, compareRuns } from './compare-runs.js'
import { trainRun } from './train-run.js'

export interface RerunOptions {
  engine: Engine
  registry: Registry
  threads: number
  origin: Origin
  report: Reporter
  signal: AbortSignal
}

export type Rerun =
  | { record: RunRecord; comparison: RerunComparison }
  /** A sentence that says why the run cannot be trained here, or was lost. */
  | { refusal: string; help?: string }

export async function rerun(stored: RunRecord, options: RerunOptions): Promise<Rerun> {
  const { engine, registry, signal } = options
  const { setup, seed, provenance } = stored
  const { label, spec } = provenance
  const run = await makeRun(
    registry,
    await engine.identity(),
    { label, setup, lines: {} },
    seed,
    spec,
  )
  if ('reason' in run) {
    return { refusal: run.reason, ...(run.help !== undefined && { help: run.help }) }
  }
  if (run.data !== stored.data) {
    return {
      refusal: `the dataset's files are not those of the record: ${run.data} here, ${stored.data} there`,
    }
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'genspec-rerun-'))
  let lost = false
  try {
    // Trains up to the epoch at which the stored run ended, even if a verdict ended it early.
    const last = stored.curve.at(-1)?.epoch
    const result = await trainRun(run, {
      ...options,
      root: registry.root,
      store: new Store(folder),
      onCurve: (curve) =>
        stored.status === 'stopped' && curve.at(-1)?.epoch === last
          ? 'as far as the stored run'
          : undefined,
    })
    if (signal.aborted) return { refusal: 'interrupted' }
    lost = 'lost' in result
    if ('lost' in result) return { refusal: result.lost }
    return { record: result.record, comparison: compareRuns(stored, result.record) }
  } finally {
    // The folder of a lost run stays, since its log gives the reason.
    if (!lost) await rm(folder, { recursive: true, force: true })
  }
}
