/** @file Warnings about measurements at an epoch that the test set selected. */

import { type Case, expressionsIn } from '../../claims/expectation.js'
import { type Measurement, measurementsIn } from '../../claims/expression.js'
import { isTraining } from '../../claims/setup.js'
import { chosenByTestSet } from '../../diagnostics/design.js'
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { StopCondition } from '../../kinds/metric.js'
import type { Registry } from '../../kinds/registry.js'
import type { Linted } from './linted.js'

export function lintSelection(
  { source, registry, written: { span } }: Linted,
  one: Case,
): Diagnostic[] {
  const measured = expressionsIn(one)
    .flatMap(measurementsIn)
    .filter(({ metric, condition }) => splitOf(registry, metric) === 'test' && !condition)
  const best = measured.find(
    (measurement) =>
      registry.find('metric', measurement.metric)?.ofBest &&
      !measured.some((other) => saysTheGain(registry, measurement, other)),
  )
  const found: Diagnostic[] = []
  if (best) {
    const what = `\`${best.metric}\` is chosen by the test examples that it is measured on`
    found.push(chosenByTestSet(source, span, what, 'measure the last epoch: `test acc`'))
  }
  for (const { metric, arm } of measured) {
    const { setup } = arm
    const stop = isTraining(setup)
      ? setup.training.stop.conditions.find((condition) => isOnTest(registry, condition))
      : undefined
    if (stop === undefined) continue
    const what = `the training ends by its \`${stop.metric}\`, on the test examples that \`${metric}\` is measured on`
    const help = 'end it by what is measured on the training examples, or by epochs'
    return [...found, chosenByTestSet(source, span, what, help)]
  }
  return found
}

/**
 * True if the claim compares the selected value with an unselected one, so that it is about the gain by
 * selection.
 */
function saysTheGain(registry: Registry, best: Measurement, other: Measurement): boolean {
  return best.arm.setup === other.arm.setup && !registry.find('metric', other.metric)?.ofBest
}

function isOnTest(registry: Registry, { metric }: StopCondition): boolean {
  return splitOf(registry, metric) === 'test'
}

function splitOf(registry: Registry, metric: string) {
  return registry.find('metric', metric)?.split
}
