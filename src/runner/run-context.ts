/** @file The context of a run inside its process: registry, engine and signals. */

import type { EngineSession } from '../engine/engine.js'
import type { Registry } from '../kinds/registry.js'
import type { RunListener } from './messages.js'

export interface RunSignals {
  /** Ends training after the epoch under way; its `reason` says why. */
  stop: AbortSignal
  /** Makes the run write a checkpoint, if it can have one, and throw `Interrupted`. */
  interrupt: AbortSignal
}

export interface RunContext extends RunListener, RunSignals {
  registry: Registry
  /** Starts the engine. */
  session(): Promise<EngineSession>
  /** Called when training, or the computation, is about to begin. */
  onPrepared(): void
}
