/** @file What a run works with inside its own process. */

import type { EngineSession } from '../engine/engine.js'
import type { Registry } from '../kinds/registry.js'
import type { RunListener } from './messages.js'

export interface RunSignals {
  /** Training ends with the epoch under way; its reason says why. */
  stop: AbortSignal
  /** A checkpoint is written where there can be one, and the run ends by `Interrupted`. */
  interrupt: AbortSignal
}

export interface RunContext extends RunListener, RunSignals {
  registry: Registry
  /** Starts the engine. */
  session(): Promise<EngineSession>
  /** Told when training, or the computation, is about to begin. */
  onPrepared(): void
}
