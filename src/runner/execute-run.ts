/** @file One run from its order to its record, inside its own process. */

import { builtinRegistry } from '../builtin/kinds.js'
import { prepareData } from '../data/prepare.js'
import { engineByName } from '../engine/engines.js'
import type { Evaluation } from '../kinds/metric.js'
import { Model } from '../models/model.js'
import { shortKey } from '../plan/run-key.js'
import { seedKey } from '../random/key.js'
import type { RunLog } from '../store/run-log.js'
import type { RunRecord } from '../store/record.js'
import { peakMemory, train } from '../training/train.js'
import type { RunOrder } from './messages.js'

/** @param stop when it fires, training ends with the epoch under way */
export async function executeRun(
  { run, engine, threads, origin, retriedAfter }: RunOrder,
  log: RunLog,
  onEvaluation: (evaluation: Evaluation) => void,
  stop: AbortSignal,
): Promise<RunRecord> {
  const startedAt = new Date()
  const elapsed = () => (Date.now() - startedAt.getTime()) / 1000
  const { key, setup, seed, data, label, spec } = run
  log.write({ type: 'start', when: startedAt.toISOString(), label, seed, threads })
  const session = await engineByName(engine).start({ threads })
  const random = seedKey(seed)
  const prepared = await prepareData(builtinRegistry, setup, run.folder, random)
  const model = new Model(session, builtinRegistry, setup.model, prepared.train.shape, random)
  const setupSeconds = elapsed()
  log.write({ type: 'training', seconds: setupSeconds, engine: session.info })
  const job = {
    session,
    registry: builtinRegistry,
    model,
    data: prepared,
    setup: setup.training,
    key: random,
    stop,
  }
  const outcome = await train(job, (evaluation) => {
    log.write({ type: 'evaluation', seconds: elapsed(), ...evaluation })
    onEvaluation(evaluation)
  })
  const seconds = elapsed()
  const { status } = outcome
  const reason = status === 'finished' ? undefined : outcome.reason
  log.write({ type: 'end', seconds, status, ...(reason !== undefined && { reason }) })
  return {
    key,
    setup,
    seed,
    data,
    engine: session.info,
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
