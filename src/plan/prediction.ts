/** @file Prediction of a run's time from similar runs that were trained or probed. */

import { createHash } from 'node:crypto'
import { stringify } from 'safe-stable-stringify'
import type { RunSetup } from '../claims/setup.js'
import type { EngineIdentity } from '../engine/engine.js'
import { type Estimate, median } from './estimate.js'
import { typeOf } from './setup-type.js'

export interface Prediction {
  /** Wall time of the run's process. */
  seconds: Estimate
  epochs: Estimate
  /** Peak memory in bytes. */
  memory: number
  /** For `runs of another size`, the time is scaled in proportion to the operations. */
  basis: keyof typeof spreads
}

/** The cost that one training showed. */
export interface Observation {
  /** Seconds until the first step. */
  setupSeconds: number
  secondsPerEpoch: number
  /** Peak memory in bytes. */
  memory: number
}

/** The machine that runs train on: times of another machine are not used. */
export interface Machine {
  engine: EngineIdentity
  threads: number
  processor: string
}

/**
 * The factor by which times vary from run to run on one machine, depending on its other load. A probe is short
 * and sees only the beginning, and not every part of a computation grows with its operations.
 */
const spreads = { 'stored runs': 1.2, probe: 1.4, 'runs of another size': 2 }

/**
 * Runs of one cost class take the same time per epoch. The class holds everything that influences that time.
 */
export function costClass(setup: RunSetup, machine: Machine): string {
  const { name, version, numerics } = machine.engine
  const text = stringify({
    ...typeOf(setup).costOf(setup),
    engine: { name, version, numerics },
    ...{ threads: machine.threads, processor: machine.processor },
  })
  return createHash('sha256').update(String(text)).digest('hex')
}

/**
 * @param seen observations of the run's cost class, the newest last
 * @param epochsSeen the epochs that other seeds of the same set-up took
 * @returns undefined without observations
 */
export function predict(
  setup: RunSetup,
  seen: readonly Observation[],
  epochsSeen: readonly number[],
  basis: Prediction['basis'],
): Prediction | undefined {
  if (seen.length === 0) return undefined
  const epochs = typeOf(setup).epochs(setup, epochsSeen)
  const perEpoch = median(seen.map(({ secondsPerEpoch }) => secondsPerEpoch))
  const beforehand = median(seen.map(({ setupSeconds }) => setupSeconds))
  const spread = spreads[basis]
  return {
    seconds: {
      low: (beforehand + perEpoch * epochs.low) / spread,
      expected: beforehand + perEpoch * epochs.expected,
      high: (beforehand + perEpoch * epochs.high) * spread,
    },
    epochs,
    memory: Math.max(...seen.map(({ memory }) => memory)),
    basis,
  }
}

/** Total time of parallel runs, if the longest starts first and `jobs` run in parallel. */
export function makespan(seconds: readonly number[], jobs: number): number {
  const busy = Array.from({ length: jobs }, () => 0)
  for (const one of [...seconds].sort((a, b) => b - a)) {
    const next = busy.indexOf(Math.min(...busy))
    busy[next] = (busy[next] ?? 0) + one
  }
  return Math.max(...busy)
}
