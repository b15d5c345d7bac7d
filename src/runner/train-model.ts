/** @file One training inside its process: its data, its model, and its checkpoints. */

import type { Setup } from '../claims/setup.js'
import { prepareData } from '../data/prepare.js'
import { Model } from '../models/model.js'
import type { PlannedRun } from '../plan/plan.js'
import { seedKey } from '../random/key.js'
import { readCheckpoint, writeCheckpoint } from '../store/checkpoint.js'
import type { TrainingState } from '../training/state.js'
import { Interrupted, type TrainingOutcome, train } from '../training/train.js'
import { startAugmenting } from './augmenting.js'
import type { RunContext } from './run-context.js'

/**
 * @param folder the run's folder, which holds its checkpoint
 * @returns the result, and the seconds that an earlier process had trained
 */
export async function trainModel(
  { key, seed, folder: dataFolder, withTestRanks }: PlannedRun,
  setup: Setup,
  folder: string,
  { registry, session: start, onPrepared, onEvaluation, stop, interrupt }: RunContext,
): Promise<{ outcome: TrainingOutcome; resumedAfter?: number }> {
  const session = await start()
  const random = seedKey(seed)
  const { dataset, corruption, training } = setup
  const prepared = await prepareData(registry, { dataset, corruption }, dataFolder, random)
  const augmented = training.augmentation && {
    ...prepared.train,
    read: startAugmenting({ root: registry.root, setup, seed, folder: dataFolder }),
  }
  const model = new Model(session, registry, setup.model, prepared.train.shape, random)
  const resume = readCheckpoint(folder, key)
  const save = (state: TrainingState) => writeCheckpoint(folder, key, state)
  onPrepared()
  if (interrupt.aborted) throw new Interrupted()
  const data = { ...prepared, ...(augmented && { augmented }) }
  const outcome = await train(
    {
      ...{ session, registry, model, data, setup: training, key: random },
      ...{ stop, interrupt },
      ...(withTestRanks && { withTestRanks }),
      checkpoints: { resume, interval: checkpointInterval(), save },
    },
    onEvaluation,
  )
  return { outcome, ...(resume && { resumedAfter: resume.seconds }) }
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
