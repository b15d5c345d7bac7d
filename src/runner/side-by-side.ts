/** @file The number of runs that train in parallel, and the number of threads of each. */

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

/** The numbers that the user set. */
export type Wanted = { [part in keyof SideBySide]?: number | undefined }

/**
 * Returns as many runs as cores and memory allow, unless the user set a number.
 * @param memoryPerRun in bytes, `undefined` if unknown
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

/** The memory of the largest run, in bytes: that of similar stored runs, else the least that its set-up needs. */
export function largestMemory(
  registry: Registry,
  runs: readonly PlannedRun[],
  predictions: ReadonlyMap<string, Prediction>,
): number {
  const memoryOf = ({ key, setup }: PlannedRun) =>
    predictions.get(key)?.memory ?? workOf(registry, setup).memory
  return runs.reduce((largest, run) => Math.max(largest, memoryOf(run)), 0)
}

/** Places these runs by the stored runs like them, without probes. */
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
