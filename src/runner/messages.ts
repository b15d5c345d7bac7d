/** @file What a run's process is told, and what it tells. */

import type { EngineName } from '../engine/engine.js'
import type { Evaluation } from '../kinds/metric.js'
import type { PlannedRun } from '../plan/plan.js'
import type { Origin } from '../store/origin.js'

/** How long a run that is to end may take to write what it has, in milliseconds. */
export const grace = 10_000

export interface RunOrder {
  type: 'train'
  run: PlannedRun
  /** The project's root, whose config defines kinds. */
  root: string
  engine: EngineName
  threads: number
  /** Where the finished record is written. */
  storeFolder: string
  origin: Origin
  /** Why an earlier attempt was lost. */
  retriedAfter?: string
}

export type Order =
  | RunOrder
  /** End with the epoch under way and store what there is. */
  | { type: 'stop'; reason: string }
  /** Finish what is being written, and end. */
  | { type: 'interrupt' }

/** How far a computation is. */
export interface ComputationProgress {
  /** Of the work that is done, between 0 and 1. */
  fraction: number
  /** What it is at. */
  note: string
}

/** Told while a run is under way. */
export interface RunListener {
  onEvaluation(evaluation: Evaluation): void
  onProgress(progress: ComputationProgress): void
  /** Told of a program that was started beside the run's process, and is to end with it. */
  onProgram?(pid: number): void
}

export type RunMessage =
  | { type: 'evaluation'; evaluation: Evaluation }
  /** Of a computation. */
  | { type: 'progress'; progress: ComputationProgress }
  /** Of a trainer, which is to end with the run's process. */
  | { type: 'program'; pid: number }
  /** The record is in the store. */
  | { type: 'stored' }
  /** It has kept what there was. */
  | { type: 'interrupted' }
  /** `machine`: whether it is to blame, where that is known. */
  | { type: 'failed'; message: string; machine?: boolean }
