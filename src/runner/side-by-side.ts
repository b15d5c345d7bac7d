/** @file How many runs train side by side, and with how many threads each. */

import { availableParallelism } from 'node:os'
import type { Engine } from '../engine/engine.js'
import { machineMemory } from '../engine/machine-memory.js'

/** The share of the machine's memory that runs may fill. */
const memoryShare = 0.8

export interface SideBySide {
  jobs: number
  threads: number
}

export interface Wanted {
  /** Number of runs that train at the same time. */
  wanted?: number | undefined
  /** Number of threads of each run. */
  threads?: number | undefined
  /** In bytes, where it is known. */
  memoryPerRun?: number | undefined
}

/** As many as the engine leaves cores for and as memory holds, unless a number is asked for. */
export function sideBySide(engine: Engine, options: Wanted = {}): SideBySide {
  const { wanted, memoryPerRun } = options
  const cores = availableParallelism()
  if (wanted !== undefined) {
    return { jobs: wanted, threads: options.threads ?? Math.max(1, Math.floor(cores / wanted)) }
  }
  const threads = options.threads ?? engine.threadsPerRun(cores)
  const byCores = Math.floor(cores / threads)
  const byMemory = memoryPerRun
    ? Math.floor((memoryShare * machineMemory()) / memoryPerRun)
    : byCores
  return { jobs: Math.max(1, Math.min(byCores, byMemory)), threads }
}
