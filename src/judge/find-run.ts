/** @file What the judge asks of the runs. */

import type { Setup } from '../check/setup.js'
import type { MeasuredRun } from '../kinds/metric.js'

/** A run's record, or as much of it as judging needs. */
export interface ObservedRun extends MeasuredRun {
  status: 'finished' | 'diverged' | 'stopped'
  /** Why a diverged or stopped run ended. */
  reason?: string
}

/** What became of a run that ended: lost to the machine, it is never judged, and its claims are in error. */
export type RunEnd = { record: ObservedRun } | { lost: string }

export type RunResult =
  | RunEnd
  /** Not finished yet, why, and what a run under way has measured so far. */
  | { open: string; soFar?: MeasuredRun }

export type FindRun = (setup: Setup, seed: number) => RunResult
