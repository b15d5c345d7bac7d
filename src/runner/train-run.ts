/** @file One run of the plan: trained in a separate process, and a second time if the machine lost it. */

import type { RunSetup } from '../claims/setup.js'
import type { Engine } from '../engine/engine.js'
import type { EpochEvent, Reporter, RunEnding } from '../events/events.js'
import { summaryOf } from '../events/make-events.js'
import type { Evaluation } from '../kinds/metric.js'
import type { PlannedRun } from '../plan/plan.js'
import { typeOf } from '../plan/setup-type.js'
import type { Origin } from '../store/origin.js'
import type { RunRecord } from '../store/record.js'
import type { Store } from '../store/store.js'
import type { RunListener, RunOrder } from './messages.js'
import { type RunProcess, startRunProcess } from './run-process.js'

export interface TrainOptions {
  /** The project's root. */
  root: string
  engine: Engine
  threads: number
  store: Store
  origin: Origin
  report: Reporter
  /** When it fires, the run is abandoned. */
  signal: AbortSignal
  /** Called after each evaluation; returns the reason why the run can end early, if it can. */
  onCurve?: (curve: readonly Evaluation[]) => string | undefined
}

export type TrainedRun = { record: RunRecord } | { lost: string }

const mostAttempts = 2

export async function trainRun(run: PlannedRun, options: TrainOptions): Promise<TrainedRun> {
  const { root, engine, threads, store, origin, report, signal, onCurve } = options
  const reference = { key: run.key, label: run.label, seed: run.seed }
  const started = performance.now()
  report({ type: 'run-start', run: reference })
  let lost: string | undefined
  for (let attempt = 1; ; attempt++) {
    const order: RunOrder = {
      type: 'train',
      ...{ run, root, engine: engine.name, threads, storeFolder: store.folder, origin },
      ...(lost !== undefined && { retriedAfter: lost }),
    }
    const stopWhere = (curve: readonly Evaluation[]) => {
      const reason = onCurve?.(curve)
      if (reason !== undefined) running.stop(reason)
    }
    const listener = reporting(run, report, stopWhere)
    const running: RunProcess = startRunProcess(order, listener, signal)
    const loss = await running.done
    lost = loss && (attempt === 1 ? loss.reason : `${loss.reason} (lost twice)`)
    if (!loss?.machine || signal.aborted || attempt === mostAttempts) break
    report({ type: 'run-retry', run: reference, reason: loss.reason })
  }
  const record = lost === undefined ? store.read(run.key) : undefined
  const result = record ? { record } : { lost: lost ?? 'its record cannot be read' }
  if (!signal.aborted || record) {
    const seconds = (performance.now() - started) / 1000
    report({ type: 'run-end', run: reference, outcome: endingOf(result), seconds })
  }
  return result
}

/** Turns the messages of the run's process into events. */
function reporting(
  { key, label, seed, setup }: PlannedRun,
  report: Reporter,
  onCurve: (curve: readonly Evaluation[]) => void,
): RunListener {
  const started = performance.now()
  const elapsed = () => (performance.now() - started) / 1000
  const run = { key, label, seed }
  const curve: Evaluation[] = []
  // The first epoch includes the start of the process, which would distort the pace.
  let first: Reached | undefined
  return {
    onEvaluation(evaluation) {
      const now = { epoch: evaluation.epoch, seconds: elapsed() }
      report({ type: 'epoch', run, evaluation, ...pace(setup, evaluation, now, first) })
      first ??= now
      curve.push(evaluation)
      onCurve(curve)
    },
    onProgress({ fraction, note }) {
      const secondsLeft = fraction === 0 ? undefined : (elapsed() / fraction) * (1 - fraction)
      report({
        ...{ type: 'progress', run, fraction, note },
        ...(secondsLeft !== undefined && { secondsLeft }),
      })
    },
  }
}

interface Reached {
  epoch: number
  seconds: number
}

/** @param first the first evaluation, `undefined` before it */
function pace(
  setup: RunSetup,
  { epochs: told }: Evaluation,
  { epoch, seconds }: Reached,
  first?: Reached,
): Pick<EpochEvent, 'epochs' | 'imagesPerSecond' | 'secondsLeft'> {
  const extent = typeOf(setup).extent(setup)
  const epochs = extent?.epochs ?? told
  const since = first ?? { epoch: 0, seconds: 0 }
  const secondsPerEpoch = (seconds - since.seconds) / (epoch - since.epoch)
  return {
    ...(epochs !== undefined && { epochs, secondsLeft: secondsPerEpoch * (epochs - epoch) }),
    ...(first && extent && { imagesPerSecond: extent.examples / secondsPerEpoch }),
  }
}

function endingOf(result: TrainedRun): RunEnding {
  if ('lost' in result) return { status: 'lost', reason: result.lost }
  const record = summaryOf(result.record)
  return { status: record.status, record }
}
