/** @file What is kept of a run. */

import type { EngineInfo } from '../engine/engine.js'
import type { MeasuredRun } from '../kinds/metric.js'
import type { RunComponents } from '../plan/run-key.js'

export interface RunRecord extends Omit<RunComponents, 'engine'>, MeasuredRun {
  key: string
  engine: EngineInfo
  /** A stopped run could have gone on, but no verdict that depended on it could change any more. */
  status: 'finished' | 'diverged' | 'stopped'
  /** Why a diverged or stopped run ended. */
  reason?: string
  /** SHA-256 of the run's log; absent in records that were written before logs had one. */
  log?: string
  provenance: Provenance
}

/** Where, when and how the run was made; not part of its key. */
export interface Provenance {
  genspec: string
  node: string
  platform: string
  processor: string
  /** How the first claim that needed the run named it. */
  label: string
  /** The place of that claim: `specs/a.gen:12`. */
  spec: string
  /** What people should know of the dataset's files: what was left out of them, how they were read. */
  dataNotes?: readonly string[]
  /** The project's commit, and what was not committed. */
  git?: GitState
  /** Environment variables that change what genspec or its engine does. */
  environment: Record<string, string>
  /** The command that trains the same run again. */
  rerun: string
  /** ISO 8601, in UTC. */
  startedAt: string
  /** Wall time of the whole run. */
  seconds: number
  /** Until the first training step, or the computation: loading the engine and the data, and preparing them. */
  setupSeconds: number
  /** Largest resident set of the run's process, in bytes. */
  peakMemory: number
  /** Of a trainer: its command line with `{folder}` for the run's folder, and what is known of where it ran. */
  trainer?: { command: string[]; environment: Record<string, string> }
  /** Why an earlier attempt at this run was lost to the machine. */
  retriedAfter?: string
  /** The training time, in seconds, of the checkpoint that the run went on from after an interruption. */
  resumedAfter?: number
}

export interface GitState {
  commit: string
  /** SHA-256 of the differences from the commit; absent where there are none. */
  dirty?: string
}
