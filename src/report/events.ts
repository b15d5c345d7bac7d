/** @file The one stream of events from which every report is made. */

import type { Evaluation } from '../kinds/metric.js'
import type { JudgedClaim, VerdictName } from '../judge/verdict.js'

export interface RunReference {
  key: string
  label: string
  seed: number
}

export type RunEvent =
  | {
      type: 'start'
      engine: string
      engineReason: string
      claims: number
      /** Runs that will train, and runs found in the store. */
      runs: { new: number; stored: number }
    }
  | { type: 'run-start'; run: RunReference }
  | {
      type: 'epoch'
      run: RunReference
      evaluation: Evaluation
      /** The last epoch, if no condition ends the run before. */
      epochs: number
      /** Estimate up to the last epoch. */
      secondsLeft: number
    }
  /** Of a computation, which has no epochs. */
  | {
      type: 'progress'
      run: RunReference
      /** Of the work that is done, between 0 and 1. */
      fraction: number
      /** What it is at. */
      note: string
      secondsLeft?: number
    }
  /** The machine lost the run, which starts once more. */
  | { type: 'run-retry'; run: RunReference; reason: string }
  | { type: 'run-end'; run: RunReference; outcome: RunOutcome; seconds: number }
  | { type: 'claim'; claim: JudgedClaim }
  | {
      type: 'end'
      counts: Record<VerdictName, number>
      trained: number
      seconds: number
      /** Runs that were stopped or not started because no verdict depended on them, and what they would have taken at most. */
      saved: { runs: number; epochs: number; seconds: number }
      interrupted: boolean
    }

export type RunOutcome =
  | { status: 'finished'; final: Evaluation | undefined }
  | { status: 'diverged' | 'stopped' | 'lost'; reason: string }

export type Reporter = (event: RunEvent) => void
