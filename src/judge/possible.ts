/**
 * @file The possible values of a quantity in a seed, given the runs so far: a range, or one number once it is known.
 */

import type { Expression, Measurement } from '../claims/expression.js'
import { isComputation } from '../claims/setup.js'
import { KindError } from '../kinds/kind-error.js'
import { impossibleFor, measure, roundingOf } from '../kinds/measure.js'
import type { MeasuredRun, StopCondition } from '../kinds/metric.js'
import type { Registry } from '../kinds/registry.js'
import { type Unit, impossibleAs } from '../kinds/unit.js'
import type { FindRun } from './run-result.js'
import { formatLevel } from './format.js'
import { formatCount } from '../text/amounts.js'
import { hiddenDeviation } from './hidden-deviation.js'
import { withoutMeasure } from './lacking.js'
import { type RoundedRange, minus, over, plus, times } from './rounded-range.js'

export interface Possible extends RoundedRange {
  /** The least standard deviation to assume, for what its measurement hides; 0 if absent. */
  hidden?: number
  /** The reason why the value is open; if it is absent and the range is wide, a condition was not reached. */
  missing?: Missing
  /** The condition that was not reached: `the run of a, seed 3, did not reach train loss < 0.05 in 60 epochs`. */
  unreached?: string
}

export interface Missing {
  reason: string
  /** `open`: a run can still settle the value. `lost` and `broken`: no run will. */
  state: 'open' | 'lost' | 'broken'
}

export function possibleValues(
  registry: Registry,
  expression: Expression,
  seed: number,
  find: FindRun,
): Possible {
  switch (expression.type) {
    case 'constant':
      return known(expression.value, 'number')
    case 'measurement':
      return ofMeasurement(registry, expression, seed, find)
    case 'operation': {
      const left = possibleValues(registry, expression.left, seed, find)
      const right = possibleValues(registry, expression.right, seed, find)
      return calculate(expression.operator, left, right, seed)
    }
  }
}

function ofMeasurement(
  registry: Registry,
  measurement: Measurement,
  seed: number,
  find: FindRun,
): Possible {
  const { metric, condition, arm } = measurement
  // A computation yields its numbers at once, so its metrics are fixed.
  const course = isComputation(arm.setup) ? 'fixed' : registry.get('metric', metric).course
  const run = `the run of ${arm.label}, seed ${seed}`
  const unknown = (state: Missing['state'], reason: string, low = -Infinity): Possible => ({
    low: condition ? Math.max(low, 0) : low,
    high: Infinity,
    error: 0,
    missing: { state, reason: `${run}: ${reason}` },
  })
  const result = find(arm.setup, seed)
  if ('lost' in result) return unknown('lost', result.lost)
  const measured = 'record' in result ? result.record : result.soFar
  if (measured === undefined) return unknown('open', 'open' in result ? result.open : '')

  let value: number | undefined
  try {
    value = measure(registry, measured, metric, condition)
  } catch (error) {
    if (error instanceof KindError) return unknown('broken', error.message)
    throw error
  }
  const impossible = impossibleValue(registry, measurement, measured, value)
  if (impossible !== undefined) return unknown('broken', impossible)
  const status = 'record' in result ? result.record.status : 'open'
  // A condition that was reached stays reached, whatever happens to the run afterwards.
  const settled = status === 'finished' || condition !== undefined || course === 'fixed'
  if (value !== undefined && Number.isFinite(value) && settled) {
    return { ...known(value, measurement.unit), ...hiddenIn(registry, measurement, value) }
  }
  const reason = 'record' in result ? result.record.reason : result.open
  if (status === 'diverged') return unknown('broken', reason ?? 'it diverged')
  if (condition && (value === Infinity || value === undefined)) {
    const low = earliest(registry, measured, metric)
    const epochs = measured.curve.at(-1)?.epoch ?? 0
    const unreached = `${run}, did not reach ${conditionText(registry, condition)} in ${formatCount(epochs, 'epoch')}`
    if (status === 'finished') {
      return { low, high: Infinity, error: 0, unreached, ...hiddenIn(registry, measurement, low) }
    }
    return { ...unknown('open', reason ?? 'it was stopped early', low), unreached }
  }
  if (status === 'finished') {
    // The run's trainer did not report the metric; a new run may.
    if (Number.isNaN(value ?? NaN) && 'trainer' in arm.setup)
      return unknown('open', withoutMeasure(metric))
    return unknown('broken', `it has no finite ${metric}`)
  }
  const low = course === 'rising' ? value : undefined
  return unknown('open', reason ?? 'it was stopped early', low)
}

/** The reason why a measured value is impossible, such as a fraction of 5 from a kind of the project. */
function impossibleValue(
  registry: Registry,
  { metric, condition, unit }: Measurement,
  run: MeasuredRun,
  value: number | undefined,
): string | undefined {
  const ofCondition = condition && impossibleFor(registry, run, condition)
  if (ofCondition !== undefined) return ofCondition
  if (value === undefined || !Number.isFinite(value)) return undefined
  const wrong = impossibleAs(unit, value)
  return wrong === undefined ? undefined : `${metric} is ${wrong}`
}

function hiddenIn(
  registry: Registry,
  measurement: Measurement,
  value: number,
): { hidden?: number } {
  const hidden = hiddenDeviation(registry, measurement, value)
  return hidden === 0 ? {} : { hidden }
}

function known(value: number, unit: Unit): Possible {
  return { low: value, high: value, error: roundingOf(value, unit) }
}

/** A time just after the last evaluation: later by more than the rounding error, and by less than any step. */
function earliest(registry: Registry, run: MeasuredRun, metric: string): number {
  const last = run.curve.at(-1)
  const value = last && registry.get('metric', metric).value(run, last)
  return value === undefined ? 0 : value * (1 + 1e-9)
}

function conditionText(registry: Registry, { metric, operator, value }: StopCondition): string {
  const fraction = registry.get('metric', metric).unit === 'fraction'
  return `${metric} ${operator} ${fraction ? formatLevel(value) : value}`
}

const arithmetic = { '+': plus, '-': minus, '*': times, '/': over }

/** Interval arithmetic; if both sides are known numbers, it is plain arithmetic. */
function calculate(
  operator: '+' | '-' | '*' | '/',
  left: Possible,
  right: Possible,
  seed: number,
): Possible {
  const missing = left.missing ?? right.missing
  const unreached = left.unreached ?? right.unreached
  const hidden = hiddenBy(operator, left, right)
  const why = {
    ...(hidden > 0 && { hidden }),
    ...(missing && { missing }),
    ...(unreached !== undefined && { unreached }),
  }
  const range = arithmetic[operator](left, right)
  const broken = (reason: string): Possible => ({
    ...{ low: -Infinity, high: Infinity, error: 0 },
    missing: missing ?? { state: 'broken', reason: `the arithmetic ${reason} in seed ${seed}` },
  })
  if (operator === '/' && right.low === 0 && right.high === 0) return broken('divides by zero')
  const overflows = [left, right].every(isNumber) && !isNumber(range)
  return overflows ? broken('leads to no finite number') : { ...range, ...why }
}

/** The hidden deviation of the result: to first order, those of independent measurements add. */
function hiddenBy(operator: '+' | '-' | '*' | '/', left: Possible, right: Possible): number {
  const [a, b] = [left.hidden ?? 0, right.hidden ?? 0]
  if (a === 0 && b === 0) return 0
  const [x, y] = [left.low, right.low]
  const hidden =
    operator === '*'
      ? Math.hypot(y * a, x * b)
      : operator === '/'
        ? Math.hypot(a / y, (x * b) / y ** 2)
        : Math.hypot(a, b)
  return Number.isFinite(hidden) ? hidden : 0
}

function isNumber({ low, high }: RoundedRange): boolean {
  return Number.isFinite(low) && Number.isFinite(high)
}
