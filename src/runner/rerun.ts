/** @file Trains a stored run again, from its record alone, and compares the numbers. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Engine } from '../engine/engine.js'
import type { Reporter } from '../events/events.js'
import type { MeasuredRun } from '../kinds/metric.js'
import type { Registry } from '../kinds/registry.js'
import { makeRun } from '../plan/plan.js'
import type { Origin } from '../store/origin.js'
import type { RunRecord } from '../store/record.js'
import { Store } from '../store/store.js'
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
  | { record: RunRecord; comparison: Comparison }
  /** One sentence: why the run cannot be trained here, or was lost. */
  | { refusal: string; help?: string }

export interface Comparison {
  /** How many numbers were compared. */
  numbers: number
  /** The first number that differs, of an evaluation or, without an epoch, of the whole run. */
  first?: { epoch?: number; name: string; stored: number; now: number }
  /** Of all differences. */
  largest: number
}

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
  try {
    // To where the stored run ended, even if a verdict ended it early.
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
    if ('lost' in result) return { refusal: result.lost }
    return { record: result.record, comparison: compareRuns(stored, result.record) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What the first one has, the second must have too; times are not numbers of the run. */
function compareRuns(stored: MeasuredRun, now: MeasuredRun): Comparison {
  const comparison: Comparison = { numbers: 0, largest: 0 }
  const compare = (before: object, after: object | undefined, epoch?: number) => {
    for (const [name, value] of Object.entries(before)) {
      if (/seconds|perSecond/i.test(name) || typeof value !== 'number') continue
      comparison.numbers += 1
      const other = Number((after as Record<string, unknown> | undefined)?.[name] ?? NaN)
      if (Object.is(value, other)) continue
      comparison.first ??= {
        ...(epoch !== undefined && { epoch }),
        name,
        stored: value,
        now: other,
      }
      const difference = Number.isNaN(other) ? Infinity : Math.abs(value - other)
      comparison.largest = Math.max(comparison.largest, difference)
    }
  }
  for (const [index, evaluation] of stored.curve.entries()) {
    const { epoch, values = {} } = evaluation
    compare(evaluation, now.curve[index], epoch)
    compare(values, now.curve[index]?.values, epoch)
  }
  compare(stored.values ?? {}, now.values)
  compare(stored.weightNorms ?? {}, now.weightNorms)
  return comparison
}
