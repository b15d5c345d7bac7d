/** @file Measurement of metrics in a run, and tests of conditions. */

import type { Evaluation, MeasuredRun, StopCondition } from './metric.js'
import type { Registry } from './registry.js'
import { type Unit, impossibleAs, unitOf } from './unit.js'

/**
 * Returns the value of a metric in a run.
 * @param condition for a metric that takes one, such as `epochs to (train loss < 0.05)`
 */
export function measure(
  registry: Registry,
  run: MeasuredRun,
  metric: string,
  condition?: StopCondition,
): number | undefined {
  if (run.values !== undefined) return run.values[metric]
  const told = run.curve.at(-1)?.values?.[metric]
  if (told !== undefined) return told
  return registry
    .get('metric', metric)
    .value(run, condition && firstThatMeets(registry, run, condition))
}

/** Shares are stored with nine digits, and a computed share rarely involves more than two of them. */
const shareError: Partial<Record<Unit, number>> = { level: 6e-10, points: 1.2e-9 }

/** The largest rounding error of a measured value. */
export function roundingOf(value: number, unit: Unit): number {
  if (Number.isInteger(value) || !Number.isFinite(value)) return 0
  return shareError[unit] ?? 1e-12 * Math.abs(value)
}

/** True if the last evaluation meets the condition; 999 of 1,000 meet 99.9%. */
export function isMet(registry: Registry, run: MeasuredRun, condition: StopCondition): boolean {
  const { metric, operator, value: bound } = condition
  const value = measure(registry, run, metric)
  if (value === undefined) return false
  const unit = unitOf(registry.get('metric', metric).unit)
  if (Math.abs(value - bound) <= roundingOf(value, unit)) return operator.endsWith('=')
  return operator.startsWith('<') ? value < bound : value > bound
}

/**
 * The reason why a value that decided the condition is impossible: `half acc is 5, but a fraction is from 0 to
 * 1`.
 */
export function impossibleFor(
  registry: Registry,
  run: MeasuredRun,
  condition: StopCondition,
): string | undefined {
  const unit = unitOf(registry.get('metric', condition.metric).unit)
  for (const place of run.curve.keys()) {
    const soFar = { ...run, curve: run.curve.slice(0, place + 1) }
    const value = measure(registry, soFar, condition.metric)
    const wrong = value === undefined ? undefined : impossibleAs(unit, value)
    if (wrong !== undefined) return `${condition.metric} is ${wrong}`
    if (isMet(registry, soFar, condition)) return undefined
  }
  return undefined
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
