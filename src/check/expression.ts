/** @file What an expectation's arithmetic means: measurements with their set-ups, and units that fit. */

import { mixedUnits, unknownName, wrongValue } from '../diagnostics/names.js'
import type * as tree from '../language/tree.js'
import type { ArmResolver, ArmSelection } from './arm.js'
import type { Place } from './context.js'
import type { Expression, Unit } from './study.js'

/** @returns the meaning, or nothing where a mistake was reported */
export function resolveExpression(
  place: Place,
  expression: tree.Expression,
  arms: ArmResolver,
  selection: ArmSelection,
): Expression | undefined {
  switch (expression.type) {
    case 'quantity':
      return resolveQuantity(place, expression)
    case 'measurement':
      return resolveMeasurement(place, expression, arms, selection)
    case 'negation': {
      const operand = resolveExpression(place, expression.operand, arms, selection)
      const zero: Expression = { type: 'constant', value: 0, unit: 'number', text: '0' }
      return (
        operand && {
          type: 'operation',
          operator: '-',
          unit: operand.unit,
          left: zero,
          right: operand,
        }
      )
    }
    case 'operation': {
      const left = resolveExpression(place, expression.left, arms, selection)
      const right = resolveExpression(place, expression.right, arms, selection)
      if (left === undefined || right === undefined) return undefined
      const { operator } = expression
      return {
        type: 'operation',
        operator,
        unit: unitOf(operator, left.unit, right.unit),
        left,
        right,
      }
    }
  }
}

/** A difference of levels is points; a level and points make a level. */
function unitOf(operator: '+' | '-' | '*' | '/', left: Unit, right: Unit): Unit {
  if (operator === '*') return left === 'number' ? right : left
  if (operator === '/') return right === 'number' ? left : 'number'
  if (left === 'level' && right === 'level' && operator === '-') return 'points'
  if (left === 'number' || right === 'number') return left === 'number' ? right : left
  return left === 'level' || right === 'level' ? 'level' : 'points'
}

function resolveQuantity(place: Place, quantity: tree.Quantity): Expression | undefined {
  const { value } = quantity
  const text = place.source.text.slice(quantity.span.start, quantity.span.end)
  if (value.type === 'scalar' && quantity.unit === undefined) {
    if (value.unit === '') return { type: 'constant', value: value.value, unit: 'number', text }
    if (value.unit === '%')
      return { type: 'constant', value: value.value / 100, unit: 'level', text }
    if (value.unit === 'pp')
      return { type: 'constant', value: value.value / 100, unit: 'points', text }
  }
  const expected = 'a number, a percentage such as `99%` or points such as `3pp`'
  place.report(wrongValue(place.source, quantity.span, 'an expectation', expected, text))
  return undefined
}

function resolveMeasurement(
  place: Place,
  measurement: tree.Measurement,
  arms: ArmResolver,
  selection: ArmSelection,
): Expression | undefined {
  const name = measurement.words.map((word) => word.text).join(' ')
  const kind = place.registry.find('metric', name)
  const first = measurement.words[0]
  if ((kind === undefined && name !== 'chance') || measurement.arguments.length > 0) {
    const known = [...place.registry.all('metric').map((metric) => metric.name), 'chance']
    const start = first?.span.start ?? measurement.span.start
    const end = measurement.words.at(-1)?.span.end ?? measurement.span.end
    place.report(unknownName(place.source, { start, end }, 'metric', name, known))
    return undefined
  }
  const resolved = arms.resolve(
    place,
    { ...selection, ...arms.select(place, measurement.arms) },
    measurement.span,
  )
  if (resolved === undefined) return undefined
  if (kind === undefined) {
    return { type: 'constant', value: 1 / resolved.classes, unit: 'level', text: 'chance' }
  }
  const text = place.source.text.slice(measurement.span.start, measurement.span.end)
  const unit = kind.unit === 'fraction' ? 'level' : 'number'
  return { type: 'measurement', metric: name, unit, text, arm: resolved.arm }
}

/** Reports a comparison of things that have different units. */
export function checkUnits(
  place: Place,
  span: tree.Expression['span'],
  left: Unit,
  right: Unit,
): boolean {
  if (left === right || left === 'number' || right === 'number') return true
  const help =
    right === 'points'
      ? 'write the level with `%`; `pp` is for differences and margins'
      : 'write the difference with `pp`; `%` is for levels'
  place.report(mixedUnits(place.source, span, 'a level is compared with percentage points', help))
  return false
}
