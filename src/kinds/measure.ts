/** @file The value of a metric in a run, and whether a run meets a condition. */

import type { Evaluation, MeasuredRun, StopCondition } from './metric.js'
import type { Registry } from './registry.js'

/** @param condition for a metric that takes one, such as `epochs to (train loss < 0.05)` */
export function measure(
  registry: Registry,
  run: MeasuredRun,
  metric: string,
  condition?: StopCondition,
): number | undefined {
  if (run.values !== undefined) return run.values[metric]
  return registry
    .get('metric', metric)
    .value(run, condition && firstThatMeets(registry, run, condition))
}

/** Whether the last evaluation meets the condition. */
export function isMet(registry: Registry, run: MeasuredRun, condition: StopCondition): boolean {
  const value = measure(registry, run, condition.metric)
  if (value === undefined) return false
  switch (condition.operator) {
    case '<':
      return value < condition.value
    case '<=':
      return value <= condition.value
    case '>':
      return value > condition.value
    case '>=':
      return value >= condition.value
  }
}

function firstThatMeets(
  registry: Registry,
  run: MeasuredRun,
  condition: StopCondition,
): Evaluation | undefined {
  return run.curve.find((_, index) =>
    isMet(registry, { ...run, curve: run.curve.slice(0, index + 1) }, condition),
  )
}
