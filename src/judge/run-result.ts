/** @file The results of runs, as the judge receives them. */

import type { RunSetup } from '../claims/setup.js'
import type { MeasuredRun } from '../kinds/metric.js'

/** A run's record, or as much of it as judging needs. */
export interface ObservedRun extends MeasuredRun {
  status: 'finished' | 'diverged' | 'stopped'
  /** Why a diverged or stopped run ended. */
  reason?: string
}

/** The result of a run. */
export type RunResult =
  | { record: ObservedRun }
  /** Lost to the machine, why: it is never judged, and its claims are in error. */
  | { lost: string }
  /** Not finished yet, why, and what a run under way has measured so far. */
  | { open: string; soFar?: MeasuredRun }

export type FindRun = (setup: RunSetup, seed: number) => RunResult
