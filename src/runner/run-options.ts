/** @file The options with which a plan is carried out. */

import type { EngineChoice } from '../engine/engines.js'
import type { Reporter } from '../events/events.js'
import type { JudgedClaim } from '../judge/verdict.js'
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
  /** The file that keeps the costs that probes of runs have measured. */
  tries: string
  /** True to train even runs that the store holds. */
  fresh: boolean
  /** True to train runs to the end even if no verdict depends on them. */
  complete: boolean
  report: Reporter
  /** The command as typed, which the reports name as their source. */
  command: string
  /** The exit code of the command, for the reports. */
  exitCode: (judged: readonly JudgedClaim[], interrupted: boolean) => number
  /** When it fires, runs under way are abandoned and no new run starts. */
  signal: AbortSignal
}
