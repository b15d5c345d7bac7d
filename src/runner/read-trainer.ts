/** @file One run that a trainer made elsewhere: its file, read as if the trainer reported it now. */

import type { TrainerSetup } from '../claims/setup.js'
import { outside } from '../engine/engine.js'
import type { PlannedRun } from '../plan/plan.js'
import { linesOfFile, locateMeasured } from '../trainers/measured.js'
import { TrainerError } from '../trainers/error.js'
import { Told } from '../trainers/told.js'
import type { RunContext } from './run-context.js'
import { type TrainerOutcome, requireTrainer } from './run-trainer.js'

export function readTrainer(
  { seed, data }: PlannedRun,
  setup: TrainerSetup & { reads: string },
  { registry, onPrepared, onEvaluation }: RunContext,
): TrainerOutcome {
  const kind = requireTrainer(registry, setup)
  const located = locateMeasured(kind, setup.reads, seed, setup.trainer.parameters)
  if (!located.found) throw new TrainerError(`there is no file ${located.file} any more`)
  const { file, digest } = located
  if (digest !== data) throw new TrainerError(`${file} has changed since the run was planned`)
  onPrepared()
  const told = new Told(registry, kind)
  let diverged: string | undefined
  for (const line of linesOfFile(kind, file, setup.columns ?? {})) {
    const taken = told.take(line)
    if (taken === undefined) continue
    if ('diverged' in taken) {
      diverged = taken.diverged
      break
    }
    onEvaluation(taken.evaluation)
  }
  const missing = told.missing()
  if (diverged === undefined && missing.length > 0) {
    throw new TrainerError(`${file} has no last value of \`${missing.join('`, `')}\``)
  }
  const { curve } = told
  return {
    outcome: {
      ...(diverged === undefined
        ? { status: 'finished' as const }
        : { status: 'diverged' as const, reason: diverged }),
      ...{ curve, stepsPerEpoch: 0, trainExamples: 0 },
      parameters: Math.round(curve.at(-1)?.values?.['params'] ?? 0),
    },
    engine: { ...outside, device: 'elsewhere', memory: 0, threads: 0 },
    trainer: { command: [], environment: { 'read from': file } },
  }
}
