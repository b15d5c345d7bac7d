/** @file The learning rate at a step. */

import type { TrainingSetup } from '../claims/setup.js'
import type { TrainingProgress } from '../kinds/optimizer.js'
import type { Registry } from '../kinds/registry.js'

/** The schedule's rate; during warm-up, a fraction of it that grows linearly with the steps. */
export function rateAt(
  registry: Registry,
  { rate: { initial, schedule, warmup } }: TrainingSetup,
  progress: TrainingProgress,
): number {
  const factor = schedule
    ? registry.get('schedule', schedule.kind).factor(schedule.parameters, progress)
    : 1
  if (warmup === undefined) return initial * factor
  const steps = warmup.units === 'steps' ? warmup.length : warmup.length * progress.stepsPerEpoch
  return initial * factor * Math.min(1, (progress.step + 1) / steps)
}
