/**
 * @file The watchdog that ends a run's process when its parent has died. A run that receives the event
 * ends by itself; one that is deep in a step or in a library cannot receive it, so a thread watches.
 */

import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'

export interface Watched {
  parent: number
  /** The time that the run may take to write its checkpoint, in milliseconds. */
  grace: number
}

export function endWithParent(grace: number): void {
  const file = createRequire(import.meta.url).resolve('#watchdog-thread')
  const workerData: Watched = { parent: process.ppid, grace }
  new Worker(file, { workerData, resourceLimits: { maxOldGenerationSizeMb: 8 } }).unref()
}
