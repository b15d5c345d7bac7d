/** @file How a plan is carried out. */

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
