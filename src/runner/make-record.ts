/** @file One run from its order to its record, inside its process. */

import { projectRegistry } from '../config/project-registry.js'
import type { EngineInfo } from '../engine/engine.js'
import { engineByName } from '../engine/engines.js'
import { shortKey } from '../plan/run-key.js'
import type { RunRecord } from '../store/record.js'
import type { RunLog } from '../store/run-log.js'
import { peakMemory } from '../training/train.js'
import { carryOut } from './carrier.js'
import type { RunListener, RunOrder } from './messages.js'
import type { RunContext, RunSignals } from './run-context.js'

/** @param folder the run's folder, which holds its checkpoint */
export async function makeRecord(
  order: RunOrder,
  folder: string,
  log: RunLog,
  listener: RunListener,
  signals: RunSignals,
): Promise<RunRecord> {
  const { run, engine, threads, origin, retriedAfter } = order
  const startedAt = new Date()
  // The monotonic clock, since the wall clock may be set while the run trains.
  const started = performance.now()
  const elapsed = () => (performance.now() - started) / 1000
  const { key, setup, seed, data, label, spec } = run
  log.write({ type: 'start', when: startedAt.toISOString(), label, seed, threads })
  // Stays as it is for a computation that needs no engine, as none is loaded.
  let info: EngineInfo = { ...run.engine, device: 'none', memory: 0, threads: 0 }
  let setupSeconds = 0
  const session = async () => {
    const started = await engineByName(engine).start({ threads })
    info = started.info
    return started
  }
  const registry = await projectRegistry(order.root)
  registry.requireDefinitions(setup)
  const context: RunContext = {
    registry,
    session,
    onPrepared() {
      setupSeconds = elapsed()
      log.write({ type: 'training', seconds: setupSeconds, engine: info })
    },
    onEvaluation(evaluation) {
      log.write({ type: 'evaluation', seconds: elapsed(), epoch: evaluation.epoch })
      listener.onEvaluation(evaluation)
    },
    onProgress: listener.onProgress,
    onProgram: (pid) => listener.onProgram?.(pid),
    ...signals,
  }
  const carried = await carryOut(run, folder, context)
  const { outcome } = carried
  const outside = 'trainer' in carried ? carried : undefined
  const resumedAfter = 'resumedAfter' in carried ? carried.resumedAfter : undefined
  const seconds = elapsed() + (resumedAfter ?? 0)
  const { status } = outcome
  const reason = status === 'finished' ? undefined : outcome.reason
  log.write({ type: 'end', seconds, status, ...(reason !== undefined && { reason }) })
  return {
    key,
    setup,
    seed,
    data,
    engine: outside?.engine ?? info,
    ...outcome,
    provenance: {
      ...origin,
      label,
      spec,
      ...(run.dataNotes && { dataNotes: run.dataNotes }),
      rerun: `genspec rerun ${shortKey(key)}${outside ? '' : ` --engine ${engine}`}`,
      startedAt: startedAt.toISOString(),
      seconds,
      setupSeconds,
      // The memory of a trainer's separate process is unknown.
      peakMemory: outside ? 0 : peakMemory(),
      ...(outside && { trainer: outside.trainer }),
      ...(retriedAfter !== undefined && { retriedAfter }),
      ...(resumedAfter !== undefined && { resumedAfter }),
    },
  }
}
