/**
 * @file Ends a run's process when the process that started it is gone. A run that hears of that ends
 * by itself; one that is deep in a step or in a library hears nothing, so a thread looks.
 */

import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'

export interface Watched {
  parent: number
  /** How long the run may take to write what it has, in milliseconds. */
  grace: number
}

export function endWithParent(grace: number): void {
  const file = createRequire(import.meta.url).resolve('#watchdog-thread')
  const workerData: Watched = { parent: process.ppid, grace }
  new Worker(file, { workerData, resourceLimits: { maxOldGenerationSizeMb: 8 } }).unref()
}
