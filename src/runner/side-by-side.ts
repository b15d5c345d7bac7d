/** @file How many runs train side by side, and with how many threads each. */

import type { Engine } from '../engine/engine.js'
import { machineCores, machineMemory } from '../engine/machine.js'
import type { Registry } from '../kinds/registry.js'
import { workOf } from '../plan/setup-type.js'
import type { PlannedRun } from '../plan/plan.js'
import type { Prediction } from '../plan/prediction.js'
import { type PredictOptions, predictRuns } from './predict-runs.js'

/** The share of the machine's memory that runs may fill. */
const memoryShare = 0.8

export interface SideBySide {
  jobs: number
  threads: number
}

/** What was asked for. */
export type Wanted = { [part in keyof SideBySide]?: number | undefined }

/**
 * As many as the engine leaves cores for and as memory holds, unless a number is asked for.
 * @param memoryPerRun in bytes, where it is known
 */
export function sideBySide(engine: Engine, wanted: Wanted = {}, memoryPerRun?: number): SideBySide {
  const { jobs } = wanted
  const cores = machineCores()
  if (jobs !== undefined) {
    return { jobs, threads: wanted.threads ?? Math.max(1, Math.floor(cores / jobs)) }
  }
  const threads = wanted.threads ?? engine.threadsPerRun(cores)
  const byCores = Math.floor(cores / threads)
  const byMemory = memoryPerRun
    ? Math.floor((memoryShare * machineMemory()) / memoryPerRun)
    : byCores
  return { jobs: Math.max(1, Math.min(byCores, byMemory)), threads }
}

/** What the largest of some runs takes, in bytes: as runs like it did, else what its set-up needs at least. */
export function largestMemory(
  registry: Registry,
  runs: readonly PlannedRun[],
  predictions: ReadonlyMap<string, Prediction>,
): number {
  const memoryOf = ({ key, setup }: PlannedRun) =>
    predictions.get(key)?.memory ?? workOf(registry, setup).memory
  return runs.reduce((largest, run) => Math.max(largest, memoryOf(run)), 0)
}

/** For these runs, by what is known of runs like them; nothing is tried for it. */
export async function placeRuns(
  runs: readonly PlannedRun[],
  wanted: Wanted,
  options: Omit<PredictOptions, 'threads' | 'probe'>,
): Promise<SideBySide> {
  const { engine, registry } = options
  const byCores = sideBySide(engine, wanted)
  if (byCores.jobs === 1 || wanted.jobs !== undefined || runs.length === 0) return byCores
  const { threads } = byCores
  const predictions = await predictRuns(runs, { ...options, threads, probe: false })
  return sideBySide(engine, wanted, largestMemory(registry, runs, predictions))
}
