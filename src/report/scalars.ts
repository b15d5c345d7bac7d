/** @file The numbers of a run's evaluations by the names of their metrics. */

import type { Evaluation } from '../kinds/metric.js'
import { evaluationFields } from '../kinds/trainer.js'

/** The numbers of each evaluation, without metrics that the run never measured, which are NaN throughout. */
export function scalarsOf(curve: readonly Evaluation[]): Map<string, number>[] {
  const evaluations = curve.map(scalarsAt)
  const measured = new Set<string>()
  for (const scalars of evaluations) {
    for (const [name, value] of scalars) if (!Number.isNaN(value)) measured.add(name)
  }
  return evaluations.map((all) => new Map([...all].filter(([name]) => measured.has(name))))
}

function scalarsAt(evaluation: Evaluation): Map<string, number> {
  const scalars = new Map<string, number>()
  for (const [name, field] of Object.entries(evaluationFields)) {
    const value = evaluation[field]
    if (value !== undefined) scalars.set(name, value)
  }
  for (const split of ['train', 'test'] as const) {
    const shares = evaluation[`${split}TopAccuracies`] ?? []
    // The first is the accuracy itself.
    for (const [index, share] of shares.entries()) {
      if (index > 0) scalars.set(`${split} top-${index + 1} acc`, share)
    }
  }
  for (const [name, value] of Object.entries(evaluation.values ?? {})) scalars.set(name, value)
  return scalars
}
