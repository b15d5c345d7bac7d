/** @file What a run's process is told, and what it tells. */

import type { EngineName } from '../engine/engine.js'
import type { Evaluation } from '../kinds/metric.js'
import type { PlannedRun } from '../plan/plan.js'

export interface RunOrder {
  run: PlannedRun
  engine: EngineName
  threads: number
  /** Where the finished record is written. */
  storeFolder: string
}

export type RunMessage =
  | { type: 'evaluation'; evaluation: Evaluation }
  /** The record is in the store. */
  | { type: 'stored' }
  | { type: 'failed'; message: string }
