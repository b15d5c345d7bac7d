/** @file A probe of a run: its first epochs on a part of its data, to predict the whole. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Engine } from '../engine/engine.js'
import type { Registry } from '../kinds/registry.js'
import { typeOf, workOf } from '../plan/setup-type.js'
import type { PlannedRun } from '../plan/plan.js'
import type { Observation } from '../plan/prediction.js'
import { runKey } from '../plan/run-key.js'
import type { Origin } from '../store/origin.js'
import { readLog } from '../store/run-log.js'
import { Store } from '../store/store.js'
import { startRunProcess } from './run-process.js'

/** The least time, in seconds, and the fewest evaluations of a measurement. */
const measured = { seconds: 1, evaluations: 3 }

export interface ProbeOptions {
  engine: Engine
  registry: Registry
  threads: number
  origin: Origin
}

/** @returns the measured costs, scaled to the whole run, or the reason why there are none */
export async function probeRun(
  run: PlannedRun,
  { engine, registry, threads, origin }: ProbeOptions,
): Promise<Observation | { failed: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'genspec-probe-'))
  try {
    const part = typeOf(run.setup).part(registry, run.setup)
    if (part === undefined) return { failed: 'it is too short to probe' }
    const { setup, share } = part
    const store = new Store(folder)
    const key = runKey({ ...run, setup })
    let first: number | undefined
    let evaluations = 0
    const running = startRunProcess(
      {
        type: 'train',
        ...{ run: { ...run, setup, key }, root: registry.root, engine: engine.name, threads },
        ...{ storeFolder: folder, origin },
      },
      {
        onEvaluation() {
          evaluations++
          first ??= performance.now()
          const seconds = (performance.now() - first) / 1000
          if (evaluations >= measured.evaluations && seconds >= measured.seconds) {
            running.stop('seen enough')
          }
        },
        onProgress: () => undefined,
      },
    )
    const loss = await running.done
    const record = store.read(key)
    if (!record) return { failed: loss?.reason ?? 'its record cannot be read' }
    const seen = readLog(store.folderOf(key)).filter(({ type }) => type === 'evaluation')
    const rates = seen.slice(1).map((event, index) => rateBetween(seen[index], event))
    if (rates.length === 0) return { failed: record.reason ?? 'it ended with its first evaluation' }
    // The lower median, since the first steps compile and allocate, and other processes only add time.
    const perEpoch = rates.sort((a, b) => a - b)[Math.floor((rates.length - 1) / 2)] ?? NaN
    const { setupSeconds, peakMemory } = record.provenance
    const whole = workOf(registry, run.setup).memory
    const tried = workOf(registry, setup).memory
    return {
      setupSeconds,
      secondsPerEpoch: perEpoch / share,
      memory: peakMemory + whole - tried,
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
