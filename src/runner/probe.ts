/** @file A short try of a run: its first epochs on a part of its data, for what they say of the whole. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Setup, isComputation } from '../claims/setup.js'
import type { Engine } from '../engine/engine.js'
import type { Registry } from '../kinds/registry.js'
import { workOf } from '../plan/cost.js'
import type { PlannedRun } from '../plan/plan.js'
import type { Observation } from '../plan/prediction.js'
import type { Origin } from '../store/origin.js'
import { readLog } from '../store/run-log.js'
import { Store } from '../store/store.js'
import { trainInChild } from './child.js'

/** Seconds that are measured, and evaluations between which they are, at least. */
const measured = { seconds: 1, evaluations: 3 }
/** An epoch of the try takes about this many floating-point operations: well under a second. */
const operationsPerEpoch = 1e10

export interface ProbeOptions {
  engine: Engine
  registry: Registry
  threads: number
  origin: Origin
}

/** @returns what was seen, scaled to the whole run, or why nothing was */
export async function probeRun(
  run: PlannedRun,
  { engine, registry, threads, origin }: ProbeOptions,
): Promise<Observation | { failed: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'genspec-probe-'))
  try {
    if (isComputation(run.setup)) return { failed: 'a computation has no part to try' }
    const { setup, share } = partOf(registry, run.setup)
    const store = new Store(folder)
    let first: number | undefined
    let evaluations = 0
    const training = trainInChild(
      {
        type: 'train',
        ...{ run: { ...run, setup }, root: registry.root, engine: engine.name, threads },
        ...{ storeFolder: folder, origin },
      },
      {
        onEvaluation() {
          evaluations++
          first ??= performance.now()
          const seconds = (performance.now() - first) / 1000
          if (evaluations >= measured.evaluations && seconds >= measured.seconds) {
            training.stop('seen enough')
          }
        },
        onProgress: () => undefined,
      },
    )
    const loss = await training.done
    const record = store.read(run.key)
    if (!record) return { failed: loss?.reason ?? 'its record cannot be read' }
    const seen = (await readLog(store.folderOf(run.key))).filter(
      ({ type }) => type === 'evaluation',
    )
    const rates = seen.slice(1).map((event, index) => rateBetween(seen[index], event))
    if (rates.length === 0) return { failed: record.reason ?? 'it ended with its first evaluation' }
    // The first steps compile and allocate; other processes only ever add time.
    const perEpoch = rates.sort((a, b) => a - b)[Math.floor((rates.length - 1) / 2)] ?? NaN
    const { setupSeconds, peakMemory } = record.provenance
    const whole = workOf(registry, run.setup).memory
    const part = workOf(registry, setup).memory
    return {
      setupSeconds,
      secondsPerEpoch: perEpoch / share,
      memory: peakMemory + whole - part,
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

type Evaluated = { seconds: number; epoch: number }

/** Seconds per epoch from one evaluation to the next. */
function rateBetween(before: unknown, after: unknown): number {
  const [from, to] = [before as Evaluated, after as Evaluated]
  return (to.seconds - from.seconds) / (to.epoch - from.epoch)
}

/** The same work on the first part of both splits, without an end and without learning anything. */
function partOf(registry: Registry, setup: Setup): { setup: Setup; share: number } {
  const { take } = setup.dataset
  const { batch, rate } = setup.training
  const share = Math.min(1, operationsPerEpoch / workOf(registry, setup).flopsPerEpoch)
  // Whole batches, so that the part has its share of steps.
  const train = Math.min(take.train, batch * Math.ceil((share * take.train) / batch))
  const test = Math.max(1, Math.round((take.test * train) / take.train))
  return {
    share: train / take.train,
    setup: {
      ...setup,
      dataset: { ...setup.dataset, take: { ...take, train, test } },
      // Without a rate nothing diverges; the work is the same.
      training: {
        ...setup.training,
        rate: { ...rate, initial: 0 },
        stop: { ...setup.training.stop, conditions: [], epochs: 1_000_000 },
      },
    },
  }
}
