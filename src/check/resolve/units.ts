/** @file Units of operations and comparisons. */

import type { Expression } from '../../claims/expression.js'
import { mixedUnits } from '../../diagnostics/names.js'
import type { Span } from '../../diagnostics/source.js'
import type { Registry } from '../../kinds/registry.js'
import { type Unit, inPercent } from '../../kinds/unit.js'
import type { Operation } from '../../language/tree.js'
import type { Place } from './context.js'

/**
 * The unit of an operation: levels differ by points, and a level plus points is a level. Products and quotients of
 * two units are plain numbers.
 * @returns undefined if the units do not fit
 */
function unitOfOperation(
  operator: Operation['operator'],
  left: Unit,
  right: Unit,
): Unit | undefined {
  if (right === 'number') return operator === '/' || left !== 'number' ? left : right
  if (operator === '/') return 'number'
  if (left === 'number') return right
  if (operator === '*') return inPercent(right) ? left : inPercent(left) ? right : 'number'
  if (left === 'level' && right === 'level') return operator === '-' ? 'points' : 'level'
  if (inPercent(left) && inPercent(right)) return left === right ? left : 'level'
  return left === right ? left : undefined
}

/** @returns the unit, or undefined if the units do not fit, which is reported */
export function checkOperation(
  { source, report }: Place,
  { operator, span }: Operation,
  left: Unit,
  right: Unit,
): Unit | undefined {
  const unit = unitOfOperation(operator, left, right)
  if (unit !== undefined) return unit
  const verb = operator === '+' ? 'added to' : 'subtracted from'
  const [first, second] = operator === '+' ? [right, left] : [right, left]
  report(mixedUnits(source, span, `${nameOf(first)} ${verb} ${nameOf(second)}`, oneUnit))
  return undefined
}

const oneUnit = 'use numbers of one unit; a plain number matches every unit'

function nameOf(unit: Unit): string {
  if (unit === 'level') return 'a level'
  return unit === 'points' ? 'percentage points' : unit
}

/**
 * Reports numbers that cannot be compared.
 * @returns true if they can be compared
 */
export function checkComparison(
  { source, report }: Place,
  span: Span,
  left: Unit,
  right: Expression,
): boolean {
  if (left === right.unit || left === 'number' || right.unit === 'number') return true
  if (!inPercent(left) || !inPercent(right.unit)) {
    const message = `${nameOf(left)} cannot be compared with ${nameOf(right.unit)}`
    report(mixedUnits(source, span, message, oneUnit))
    return false
  }
  const [message, help, from, to] =
    right.unit === 'points'
      ? ([
          'a level cannot be compared with percentage points',
          'write the level with `%`; `pp` is for differences and margins',
          'pp',
          '%',
        ] as const)
      : ([
          'a difference cannot be compared with a level',
          'write the difference with `pp`; `%` is for levels',
          '%',
          'pp',
        ] as const)
  const simple = right.type === 'constant' && /^[\d._]+(?:%|pp)$/.test(right.text)
  const meant = simple ? right.text.replace(from, to) : undefined
  report(mixedUnits(source, span, message, help, meant))
  return false
}

/** The unit that a word after a number names; a plain number counts images, examples and weights. */
export function unitNamed(word: string, registry: Registry): Unit | undefined {
  const many = /^(?:epoch|step|second|byte)$/.test(word) ? `${word}s` : word
  if (/^(?:images?|examples?|weights?|parameters)$/.test(word)) return 'number'
  const known = [...usual, ...registry.all('metric').map(({ unit }) => unit)]
  return known.includes(many) && !abstract.includes(many) ? many : undefined
}

const usual = ['epochs', 'steps', 'seconds', 'bytes']
const abstract = ['fraction', 'points', 'number']
