/** @file What carrying out a plan works with: how it is done, and what is known of its runs. */

import type { EngineChoice } from '../engine/engines.js'
import type { Reporter } from '../events/events.js'
import type { RunResult } from '../judge/run-result.js'
import type { JudgedClaim } from '../judge/verdict.js'
import type { MeasuredRun } from '../kinds/metric.js'
import type { Registry } from '../kinds/registry.js'
import type { Origin } from '../store/origin.js'
import type { Store } from '../store/store.js'
import type { Wanted } from './side-by-side.js'

export interface RunOptions {
  choice: EngineChoice
  registry: Registry
  store: Store
  origin: Origin
  wanted: Wanted
  /** The file that remembers what tries of runs showed of their cost. */
  tries: string
  /** Train even what the store holds. */
  fresh: boolean
  /** Train to the end what no verdict depends on any more. */
  complete: boolean
  report: Reporter
  /** As typed: what the reports say made them. */
  command: string
  /** What the command will exit with, for the reports. */
  exitCode: (judged: readonly JudgedClaim[], interrupted: boolean) => number
  /** When it fires, runs under way are given up and nothing new starts. */
  signal: AbortSignal
}

/** What is known of the runs of a plan, by key. */
export interface Progress {
  results: Map<string, RunResult>
  /** What runs under way have measured. */
  under: Map<string, MeasuredRun>
  /** Runs that were trained here, rather than stored before or by another process. */
  trained: Set<string>
}
