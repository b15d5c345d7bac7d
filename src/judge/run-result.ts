/** @file The results of runs, as the judge receives them. */

import type { RunSetup } from '../claims/setup.js'
import type { MeasuredRun } from '../kinds/metric.js'

/** A run's record, or the part of it that judging needs. */
export interface ObservedRun extends MeasuredRun {
  status: 'finished' | 'diverged' | 'stopped'
  /** The reason why a diverged or stopped run ended. */
  reason?: string
}

/** The result of a run. */
export type RunResult =
  | { record: ObservedRun }
  /** The reason why the machine lost the run: it is never judged, and its claims are errors. */
  | { lost: string }
  /** The reason why the run is unfinished, and its measurements so far. */
  | { open: string; soFar?: MeasuredRun }

export type FindRun = (setup: RunSetup, seed: number) => RunResult
