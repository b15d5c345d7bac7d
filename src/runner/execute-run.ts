/** @file One run from its order to its record, inside its own process. */

import { builtinRegistry } from '../builtin/kinds.js'
import { prepareData } from '../data/prepare.js'
import { engineByName } from '../engine/engines.js'
import type { Evaluation } from '../kinds/metric.js'
import { Model } from '../models/model.js'
import { shortKey } from '../plan/run-key.js'
import { seedKey } from '../random/key.js'
import { readCheckpoint, writeCheckpoint } from '../store/checkpoint.js'
import type { RunLog } from '../store/run-log.js'
import type { RunRecord } from '../store/record.js'
import type { TrainingState } from '../training/state.js'
import { Interrupted, peakMemory, train } from '../training/train.js'
import type { RunOrder } from './messages.js'

export interface Signals {
  /** Training ends with the epoch under way; its reason says why. */
  stop: AbortSignal
  /** A checkpoint is written, and the run ends by {@link Interrupted}. */
  interrupt: AbortSignal
}

/** @param folder the run's, where its checkpoint is */
export async function executeRun(
  { run, engine, threads, origin, retriedAfter }: RunOrder,
  folder: string,
  log: RunLog,
  onEvaluation: (evaluation: Evaluation) => void,
  { stop, interrupt }: Signals,
): Promise<RunRecord> {
  const startedAt = new Date()
  const elapsed = () => (Date.now() - startedAt.getTime()) / 1000
  const { key, setup, seed, data, label, spec } = run
  log.write({ type: 'start', when: startedAt.toISOString(), label, seed, threads })
  const session = await engineByName(engine).start({ threads })
  const random = seedKey(seed)
  const prepared = await prepareData(builtinRegistry, setup, run.folder, random)
  const model = new Model(session, builtinRegistry, setup.model, prepared.train.shape, random)
  const resume = await readCheckpoint(folder, key)
  const setupSeconds = elapsed()
  const save = (state: TrainingState) => writeCheckpoint(folder, key, state)
  log.write({ type: 'training', seconds: setupSeconds, engine: session.info })
  const job = {
    session,
    registry: builtinRegistry,
    model,
    data: prepared,
    setup: setup.training,
    key: random,
    stop,
    interrupt,
    checkpoints: { resume, interval: checkpointInterval(), save },
  }
  if (interrupt.aborted) throw new Interrupted()
  const outcome = await train(job, (evaluation) => {
    log.write({ type: 'evaluation', seconds: elapsed(), ...evaluation })
    onEvaluation(evaluation)
  })
  const seconds = elapsed() + (resume?.seconds ?? 0)
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
      ...(resume && { resumedAfter: resume.seconds }),
    },
  }
}

const defaultInterval = 60

/** Milliseconds from checkpoint to checkpoint: a minute, or `GENSPEC_CHECKPOINT_SECONDS`. */
function checkpointInterval(): number {
  const text = process.env['GENSPEC_CHECKPOINT_SECONDS']
  const seconds = text === undefined ? defaultInterval : Number(text)
  if (!(seconds >= 0)) {
    throw new Error(`GENSPEC_CHECKPOINT_SECONDS must be a number of seconds, not \`${text}\``)
  }
  return 1000 * seconds
}
