/** @file The messages between a command and the process of a run. */

import type { EngineName } from '../engine/engine.js'
import type { Evaluation } from '../kinds/metric.js'
import type { PlannedRun } from '../plan/plan.js'
import type { Origin } from '../store/origin.js'

/** The time that a run may take to write its checkpoint when it is told to end, in milliseconds. */
export const grace = 10_000

export interface RunOrder {
  type: 'train'
  run: PlannedRun
  /** The project's root, whose config defines kinds. */
  root: string
  engine: EngineName
  threads: number
  /** The folder of the store that receives the finished record. */
  storeFolder: string
  origin: Origin
  /** The reason why an earlier attempt was lost. */
  retriedAfter?: string
}

export type Order =
  | RunOrder
  /** End after the epoch under way and store the measurements so far. */
  | { type: 'stop'; reason: string }
  /** Finish writing, and end. */
  | { type: 'interrupt' }

/** The progress of a computation. */
export interface ComputationProgress {
  /** The fraction of the work that is done, from 0 to 1. */
  fraction: number
  /** The part of the work that is under way. */
  note: string
}

/** Receives the events of a run under way. */
export interface RunListener {
  onEvaluation(evaluation: Evaluation): void
  onProgress(progress: ComputationProgress): void
  /** Called when the run starts a program, which must end with the run's process. */
  onProgram?(pid: number): void
}

export type RunMessage =
  | { type: 'evaluation'; evaluation: Evaluation }
  /** Sent by a computation. */
  | { type: 'progress'; progress: ComputationProgress }
  /** Sent by a trainer's run: its program, which must end with the run's process. */
  | { type: 'program'; pid: number }
  /** The record is in the store. */
  | { type: 'stored' }
  /** The run has kept its checkpoint, if it can have one. */
  | { type: 'interrupted' }
  /** `machine` is true if the machine is to blame, and absent if that is unknown. */
  | { type: 'failed'; message: string; machine?: boolean }
