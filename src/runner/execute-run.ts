/** @file One run from its order to its record, inside its own process. */

import { builtinRegistry } from '../builtin/kinds.js'
import { type Setup, isComputation } from '../check/setup.js'
import { prepareData } from '../data/prepare.js'
import type { EngineInfo, EngineSession } from '../engine/engine.js'
import { engineByName } from '../engine/engines.js'
import { Model } from '../models/model.js'
import { shortKey } from '../plan/run-key.js'
import { seedKey } from '../random/key.js'
import type { RunLog } from '../store/run-log.js'
import type { RunRecord } from '../store/record.js'
import { type Outcome, peakMemory, train } from '../training/train.js'
import { compute } from './compute.js'
import type { RunListener, RunOrder } from './messages.js'

/** @param stop when it fires, training ends with the epoch under way */
export async function executeRun(
  order: RunOrder,
  log: RunLog,
  listener: RunListener,
  stop: AbortSignal,
): Promise<RunRecord> {
  const { run, engine, threads, origin, retriedAfter } = order
  const startedAt = new Date()
  const elapsed = () => (Date.now() - startedAt.getTime()) / 1000
  const { key, setup, seed, data, label, spec } = run
  log.write({ type: 'start', when: startedAt.toISOString(), label, seed, threads })
  // A computation that needs no engine loads none.
  let info: EngineInfo = { ...run.engine, device: 'none', threads: 0 }
  let setupSeconds = 0
  const session = async () => {
    const started = await engineByName(engine).start({ threads })
    info = started.info
    return started
  }
  const logged: RunListener = {
    ...listener,
    onEvaluation(evaluation) {
      log.write({ type: 'evaluation', seconds: elapsed(), ...evaluation })
      listener.onEvaluation(evaluation)
    },
  }
  const onPrepared = () => {
    setupSeconds = elapsed()
    log.write({ type: 'training', seconds: setupSeconds, engine: info })
  }
  const outcome = isComputation(setup)
    ? await compute(
        builtinRegistry,
        setup,
        { folder: run.folder, key: seedKey(seed), session },
        logged,
      )
    : await trainSetup(order, setup, await session(), logged, onPrepared, stop)
  const seconds = elapsed()
  const { status } = outcome
  const reason = status === 'finished' ? undefined : outcome.reason
  log.write({ type: 'end', seconds, status, ...(reason !== undefined && { reason }) })
  return {
    key,
    setup,
    seed,
    data,
    engine: info,
    ...outcome,
    provenance: {
      ...origin,
      label,
      spec,
      rerun: `genspec rerun ${shortKey(key)} --engine ${engine}`,
      startedAt: startedAt.toISOString(),
      seconds,
      setupSeconds,
      peakMemory: peakMemory(),
      ...(retriedAfter !== undefined && { retriedAfter }),
    },
  }
}

async function trainSetup(
  { run }: RunOrder,
  setup: Setup,
  session: EngineSession,
  { onEvaluation }: RunListener,
  onPrepared: () => void,
  stop: AbortSignal,
): Promise<Outcome> {
  const random = seedKey(run.seed)
  const prepared = await prepareData(builtinRegistry, setup, run.folder, random)
  const model = new Model(session, builtinRegistry, setup.model, prepared.train.shape, random)
  onPrepared()
  const job = {
    session,
    registry: builtinRegistry,
    model,
    data: prepared,
    setup: setup.training,
    key: random,
    stop,
  }
  return train(job, onEvaluation)
}
