/** @file One run of the plan: trained in its own process, once more where the machine lost it. */

import type { RunSetup } from '../claims/setup.js'
import type { Engine } from '../engine/engine.js'
import type { Reporter, RunOutcome } from '../events/events.js'
import { summaryOf } from '../events/make-events.js'
import type { Evaluation } from '../kinds/metric.js'
import type { PlannedRun } from '../plan/plan.js'
import { typeOf } from '../plan/setup-type.js'
import type { Origin } from '../store/origin.js'
import type { RunRecord } from '../store/record.js'
import type { Store } from '../store/store.js'
import { type Training, trainInChild } from './child.js'
import type { Loss } from './child-end.js'

export interface TrainOptions {
  /** The project's root. */
  root: string
  engine: Engine
  threads: number
  store: Store
  origin: Origin
  report: Reporter
  /** When it fires, the run is given up. */
  signal: AbortSignal
  /** Told after each evaluation; says why the run can end, if it can. */
  onProgress?: (curve: readonly Evaluation[]) => string | undefined
}

export type RunEnd = { record: RunRecord } | { lost: string }

export async function trainRun(run: PlannedRun, options: TrainOptions): Promise<RunEnd> {
  const { store, report, signal } = options
  const reference = { key: run.key, label: run.label, seed: run.seed }
  const started = performance.now()
  report({ type: 'run-start', run: reference })
  let loss = await attempt(run, options)
  if (loss?.machine && !signal.aborted) {
    report({ type: 'run-retry', run: reference, reason: loss.reason })
    const again = await attempt(run, options, loss.reason)
    loss = again && { ...again, reason: `${again.reason} (lost twice)` }
  }
  const record = loss === undefined ? store.read(run.key) : undefined
  const result = record ? { record } : { lost: loss?.reason ?? 'its record cannot be read' }
  if (!signal.aborted || record) {
    const seconds = (performance.now() - started) / 1000
    report({ type: 'run-end', run: reference, outcome: outcomeOf(result), seconds })
  }
  return result
}

async function attempt(
  run: PlannedRun,
  { root, engine, threads, store, origin, report, signal, onProgress }: TrainOptions,
  retriedAfter?: string,
): Promise<Loss | undefined> {
  const started = performance.now()
  const { key, label, seed } = run
  const reference = { key, label, seed }
  const order = {
    type: 'train',
    ...{ run, root, engine: engine.name, threads, storeFolder: store.folder, origin },
    ...(retriedAfter !== undefined && { retriedAfter }),
  } as const
  const elapsed = () => (performance.now() - started) / 1000
  const curve: Evaluation[] = []
  const training: Training = trainInChild(order, {
    onEvaluation(evaluation) {
      report({
        type: 'epoch',
        run: reference,
        evaluation,
        ...pace(run.setup, evaluation, elapsed()),
      })
      curve.push(evaluation)
      const reason = onProgress?.(curve)
      if (reason !== undefined) training.stop(reason)
    },
    onProgress({ fraction, note }) {
      const secondsLeft = fraction === 0 ? undefined : (elapsed() / fraction) * (1 - fraction)
      report({
        ...{ type: 'progress', run: reference, fraction, note },
        ...(secondsLeft !== undefined && { secondsLeft }),
      })
    },
  })
  const interrupt = () => training.interrupt()
  signal.addEventListener('abort', interrupt, { once: true })
  if (signal.aborted) interrupt()
  try {
    return await training.done
  } finally {
    signal.removeEventListener('abort', interrupt)
  }
}

function pace(setup: RunSetup, { epoch }: Evaluation, seconds: number) {
  const { epochs, examples } = typeOf(setup).extent(setup) ?? { epochs: epoch, examples: 0 }
  return {
    epochs,
    imagesPerSecond: (epoch * examples) / seconds,
    secondsLeft: (seconds / epoch) * (epochs - epoch),
  }
}

function outcomeOf(result: RunEnd): RunOutcome {
  if ('lost' in result) return { status: 'lost', reason: result.lost }
  const record = summaryOf(result.record)
  return { status: record.status, record }
}
