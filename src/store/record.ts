/** @file The record of a run. */

import type { EngineInfo } from '../engine/engine.js'
import type { MeasuredRun } from '../kinds/metric.js'
import type { RunComponents } from '../plan/run-key.js'

export interface RunRecord extends Omit<RunComponents, 'engine'>, MeasuredRun {
  key: string
  engine: EngineInfo
  /** A run is stopped when no verdict that depends on it can change, even though it could continue. */
  status: 'finished' | 'diverged' | 'stopped'
  /** The reason why a diverged or stopped run ended. */
  reason?: string
  /** SHA-256 of the run's log; absent in records that were written before logs had one. */
  log?: string
  provenance: Provenance
}

/** The place, time and circumstances of a run; not part of its key. */
export interface Provenance {
  genspec: string
  node: string
  platform: string
  processor: string
  /** The name of the run in the first claim that needed it. */
  label: string
  /** The place of that claim: `specs/a.gen:12`. */
  spec: string
  /** Notes on the dataset's files for readers of results, such as which of them were left out or how they were read. */
  dataNotes?: readonly string[]
  /** The project's commit and its uncommitted changes. */
  git?: GitState
  /** Environment variables that change what genspec or its engine does. */
  environment: Record<string, string>
  /** The command that trains the same run again. */
  rerun: string
  /** ISO 8601, in UTC. */
  startedAt: string
  /** Wall time of the whole run. */
  seconds: number
  /** Seconds before the first training step, or the computation, in which the engine and the data are loaded. */
  setupSeconds: number
  /** Largest resident set of the run's process, in bytes. */
  peakMemory: number
  /** For a trainer's run: the command line with `{folder}` for the run's folder, and the reported environment. */
  trainer?: { command: string[]; environment: Record<string, string> }
  /** The reason why the machine lost an earlier attempt at this run. */
  retriedAfter?: string
  /** The training time, in seconds, of the checkpoint from which the run continued after an interruption. */
  resumedAfter?: number
}

export interface GitState {
  commit: string
  /** SHA-256 of the differences from the commit; absent if there are none. */
  dirty?: string
}
