/** @file What is known of the runs of a plan while it is carried out. */

import type { RunResult } from '../judge/run-result.js'
import type { MeasuredRun } from '../kinds/metric.js'

/** By key. */
export interface KnownRuns {
  results: Map<string, RunResult>
  /** What runs under way have measured. */
  under: Map<string, MeasuredRun>
  /** Runs that were trained here, rather than stored before or by another process. */
  trained: Set<string>
}
