/** @file One run from its order to its record, inside its own process. */

import { builtinRegistry } from '../builtin/kinds.js'
import { prepareData } from '../data/prepare.js'
import { engineByName } from '../engine/engines.js'
import type { Evaluation } from '../kinds/metric.js'
import { Model } from '../models/model.js'
import { seedKey } from '../random/key.js'
import type { RunRecord } from '../store/record.js'
import { peakMemory, train } from '../training/train.js'
import { version } from '../store/version.js'
import type { RunOrder } from './messages.js'

export async function executeRun(
  { run, engine, threads }: RunOrder,
  onEvaluation: (evaluation: Evaluation) => void,
): Promise<RunRecord> {
  const startedAt = new Date()
  const session = await engineByName(engine).start({ threads })
  const { key, setup, seed, data } = run
  const random = seedKey(seed)
  const prepared = await prepareData(builtinRegistry, setup, run.folder, random)
  const model = new Model(session, builtinRegistry, setup.model, prepared.train.shape, random)
  const job = {
    session,
    registry: builtinRegistry,
    model,
    data: prepared,
    setup: setup.training,
    key: random,
  }
  const outcome = await train(job, onEvaluation)
  return {
    key,
    setup,
    seed,
    data,
    engine: session.info,
    ...outcome,
    provenance: {
      genspec: version,
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
      startedAt: startedAt.toISOString(),
      seconds: (Date.now() - startedAt.getTime()) / 1000,
      peakMemory: peakMemory(),
    },
  }
}
