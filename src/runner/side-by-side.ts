/** @file How many runs train side by side, and with how many threads each. */

import { availableParallelism, totalmem } from 'node:os'
import type { Engine } from '../engine/engine.js'

/** The share of the machine's memory that runs may fill. */
const memoryShare = 0.8

export interface SideBySide {
  jobs: number
  threads: number
}

/**
 * As many as the engine leaves cores for and as memory holds, unless a number is asked for.
 * @param memoryPerRun in bytes, where it is known
 */
export function sideBySide(
  engine: Engine,
  { wanted, memoryPerRun }: { wanted?: number | undefined; memoryPerRun?: number | undefined } = {},
): SideBySide {
  const cores = availableParallelism()
  if (wanted !== undefined)
    return { jobs: wanted, threads: Math.max(1, Math.floor(cores / wanted)) }
  const threads = engine.threadsPerRun(cores)
  const byCores = Math.floor(cores / threads)
  const byMemory = memoryPerRun
    ? Math.floor((memoryShare * machineMemory()) / memoryPerRun)
    : byCores
  return { jobs: Math.max(1, Math.min(byCores, byMemory)), threads }
}

/** In bytes; a container's limit where there is one. */
export function machineMemory(): number {
  const limit = process.constrainedMemory?.() ?? 0
  return limit > 0 && limit < totalmem() ? limit : totalmem()
}
