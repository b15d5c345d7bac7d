/** @file What is kept of a run. */

import type { EngineInfo } from '../engine/engine.js'
import type { MeasuredRun } from '../kinds/metric.js'
import type { RunComponents } from '../plan/run-key.js'

export interface RunRecord extends Omit<RunComponents, 'engine'>, MeasuredRun {
  key: string
  engine: EngineInfo
  status: 'finished' | 'diverged'
  /** Why a diverged run ended. */
  reason?: string
  provenance: Provenance
}

/** Where and when the run was made; not part of its key. */
export interface Provenance {
  genspec: string
  node: string
  platform: string
  /** ISO 8601, in UTC. */
  startedAt: string
  seconds: number
  /** Largest resident set of the run's process, in bytes. */
  peakMemory: number
}
