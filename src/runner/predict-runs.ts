/** @file Predictions of a plan's runs: from similar stored runs, or else from a probe of each kind of run. */

import { cpus } from 'node:os'
import { stringify } from 'safe-stable-stringify'
import { readKeptJson } from '../files/kept-json.js'
import { dictionary, fields, number } from '../files/validator.js'
import { writeWhole } from '../files/whole-file.js'
import type { Registry } from '../kinds/registry.js'
import { typeOf, workOf } from '../plan/setup-type.js'
import type { PlannedRun } from '../plan/plan.js'
import {
  type Machine,
  type Observation,
  type Prediction,
  costClass,
  predict,
} from '../plan/prediction.js'
import type { RunRecord } from '../store/record.js'
import type { Store } from '../store/store.js'
import { type ProbeOptions, probeRun } from './run-probe.js'

export interface PredictOptions extends ProbeOptions {
  store: Store
  /** The file that keeps the results of probes. */
  memory: string
  /** Called before each probe. */
  onProbe?: (run: PlannedRun) => void
  /** False to use only stored runs and earlier probes. */
  probe: boolean
}

/** Predicts the runs, by key; runs that could not be probed are left out. */
export async function predictRuns(
  runs: readonly PlannedRun[],
  options: PredictOptions,
): Promise<Map<string, Prediction>> {
  const { engine, threads, store, memory } = options
  const processor = cpus()[0]?.model.trim() ?? 'unknown'
  const machine: Machine = { engine: await engine.identity(), threads, processor }
  const records = await store.records()
  const stored = groupObservations(records)
  const epochs = groupEpochs(records)
  const tries = readTries(memory)
  const predictions = new Map<string, Prediction>()
  for (const run of runs) {
    const kind = costClass(run.setup, machine)
    const epochsSeen = epochs.get(String(stringify(run.setup))) ?? []
    const seen = stored.get(kind) ?? []
    if (seen.length === 0 && !tries.has(kind) && options.probe) {
      options.onProbe?.(run)
      const result = await probeRun(run, options)
      if (!('failed' in result)) {
        tries.set(kind, result)
        await writeTries(memory, tries)
      }
    }
    const tried = tries.get(kind)
    const prediction =
      predict(run.setup, seen, epochsSeen, 'stored runs') ??
      predict(run.setup, tried ? [tried] : [], epochsSeen, 'probe') ??
      predict(
        run.setup,
        ofAnotherSize(run, records, machine, options.registry),
        [],
        'runs of another size',
      )
    if (prediction) predictions.set(run.key, prediction)
  }
  return predictions
}

function groupObservations(records: readonly RunRecord[]): Map<string, Observation[]> {
  const groups = new Map<string, Observation[]>()
  for (const { setup, engine, curve, provenance } of records) {
    const epochs = typeOf(setup).epochsIn(curve)
    if (epochs === undefined) continue
    const { threads } = engine
    const kind = costClass(setup, { engine, threads, processor: provenance.processor })
    const { seconds, setupSeconds, peakMemory } = provenance
    const secondsPerEpoch = (seconds - setupSeconds) / epochs
    const observation = { setupSeconds, secondsPerEpoch, memory: peakMemory }
    groups.set(kind, [...(groups.get(kind) ?? []), observation])
  }
  return groups
}

/** Observations of the same kind of computation on this machine, scaled to the operations of this one. */
function ofAnotherSize(
  { setup }: PlannedRun,
  records: readonly RunRecord[],
  { processor }: Machine,
  registry: Registry,
): Observation[] {
  const alike = records.filter(
    ({ setup: other, provenance }) =>
      provenance.processor === processor && typeOf(setup).scalesWithWork(setup, other),
  )
  if (alike.length === 0) return []
  const { flops, memory } = workOf(registry, setup)
  return alike.flatMap(({ setup: other, provenance }): Observation[] => {
    const work = workOf(registry, other)
    const { seconds, setupSeconds, peakMemory } = provenance
    // Without the set-up time, the share of work in the whole time is unknown.
    if (setupSeconds === 0) return []
    return [
      {
        setupSeconds,
        secondsPerEpoch: ((seconds - setupSeconds) * flops) / work.flops,
        memory: Math.max(0, peakMemory - work.memory) + memory,
      },
    ]
  })
}

/** The numbers of epochs that finished runs took, by set-up. */
function groupEpochs(records: readonly RunRecord[]): Map<string, number[]> {
  const groups = new Map<string, number[]>()
  for (const { setup, status, curve } of records) {
    const last = curve.at(-1)
    if (status !== 'finished' || last === undefined) continue
    const name = String(stringify(setup))
    groups.set(name, [...(groups.get(name) ?? []), last.epoch])
  }
  return groups
}

function readTries(file: string): Map<string, Observation> {
  const known = (readKeptJson(file, triesShape) ?? {}) as Record<string, Observation>
  return new Map(Object.entries(known))
}

const triesShape = dictionary(
  fields({
    setupSeconds: number({ min: 0 }),
    secondsPerEpoch: number({ min: 0 }),
    memory: number({ min: 0 }),
  }),
)

/** Writes the results of probes. If that fails, the next command probes again. */
async function writeTries(file: string, tries: ReadonlyMap<string, Observation>): Promise<void> {
  const text = JSON.stringify(Object.fromEntries(tries), null, 2)
  await writeWhole(file, text).catch(() => undefined)
}
