/** @file The functions that carry out a run of each type of set-up, inside its process. */

import { type RunSetup, type SetupType, type SetupsByType, setupType } from '../claims/setup.js'
import type { PlannedRun } from '../plan/plan.js'
import type { TrainingOutcome } from '../training/train.js'
import { type Computed, compute } from './compute.js'
import type { RunContext } from './run-context.js'
import { readTrainer } from './read-trainer.js'
import { type TrainerOutcome, runTrainer } from './run-trainer.js'
import { trainModel } from './train-model.js'

/**
 * @param folder the run's folder, which holds its checkpoint
 * @returns the result, and the seconds that an earlier process had worked on it
 */
type Carry<S extends RunSetup> = (
  run: PlannedRun,
  setup: S,
  folder: string,
  context: RunContext,
) => Promise<{ outcome: TrainingOutcome | Computed; resumedAfter?: number } | TrainerOutcome>

const carriers: { [T in SetupType]: Carry<SetupsByType[T]> } = {
  training: trainModel,
  trainer: async (run, setup, folder, context) => {
    const { reads } = setup
    return reads === undefined
      ? runTrainer(run, setup, folder, context)
      : readTrainer(run, { ...setup, reads }, context)
  },
  computation: async (run, setup, _folder, context) => ({
    outcome: await compute(run, setup, context),
  }),
}

export function carryOut(
  run: PlannedRun,
  folder: string,
  context: RunContext,
): ReturnType<Carry<RunSetup>> {
  const carry = carriers[setupType(run.setup)] as Carry<RunSetup>
  return carry(run, run.setup, folder, context)
}
