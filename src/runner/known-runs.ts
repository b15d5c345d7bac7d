/** @file The results of a plan's runs that are known while it is carried out. */

import type { RunResult } from '../judge/run-result.js'
import type { MeasuredRun } from '../kinds/metric.js'

/** The known results, by the run's key. */
export interface KnownRuns {
  results: Map<string, RunResult>
  /** The measurements so far of runs under way. */
  under: Map<string, MeasuredRun>
  /** Runs that this command trained, rather than an earlier one or another process. */
  trained: Set<string>
}
