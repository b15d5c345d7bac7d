/** @file Expectations that hold, or fail, whatever is measured. */

import type { Case } from '../../claims/expectation.js'
import type { Expression } from '../../claims/expression.js'
import { foregone } from '../../diagnostics/design.js'
import { type Unit, inPercent } from '../../kinds/unit.js'
import type * as tree from '../../language/tree.js'
import type { Place } from '../resolve/context.js'
import { textOf } from '../resolve/evaluate.js'

interface Range {
  low: number
  high: number
}

export function lintForegone(
  { source, report }: Place,
  { left: written, relation: compared, span }: tree.Expect,
  { left, relation }: Case,
): void {
  const a = rangeOf(left)
  if (relation.type === 'trend') {
    const widest = a.high - a.low
    if (!(relation.tolerance >= widest) || !Number.isFinite(widest)) return
    const why = `no step can exceed ${inWords(widest, 'points')}`
    report(foregone(source, span, 'its margin allows every step', why))
    return
  }
  const { right } = relation
  const b = rangeOf(right)
  const difference = { low: a.low - b.high, high: a.high - b.low }
  const outcome = outcomeOf(relation, difference)
  if (outcome === undefined || compared === undefined || compared.type === 'trend') return
  const [first, second] = [textOf(source, written), textOf(source, compared.right)]
  const [what, { low, high }, unit] =
    right.type === 'constant'
      ? [`\`${first}\``, a, left.unit]
      : left.type === 'constant'
        ? [`\`${second}\``, b, right.unit]
        : ['the left side minus the right', difference, 'points']
  const why = `${what} lies between ${inWords(low, unit)} and ${inWords(high, unit)}`
  report(foregone(source, span, `this ${outcome} holds`, why))
}

/** @param difference in which left minus right lies */
function outcomeOf(
  relation: Exclude<Case['relation'], { type: 'trend' }>,
  { low, high }: Range,
): 'always' | 'never' | undefined {
  if (relation.type === 'equivalence') {
    const { margin } = relation
    if (low >= -margin && high <= margin) return 'always'
    return low > margin || high < -margin ? 'never' : undefined
  }
  const [always, never] = {
    '>': [low > 0, high <= 0],
    '>=': [low >= 0, high < 0],
    '<': [high < 0, low >= 0],
    '<=': [high <= 0, low > 0],
    '=': [low === 0 && high === 0, low > 0 || high < 0],
  }[relation.operator] as [boolean, boolean]
  return always ? 'always' : never ? 'never' : undefined
}

/** What a quantity can be at all: a level is between 0 and 1. */
function rangeOf(expression: Expression): Range {
  switch (expression.type) {
    case 'constant':
      return { low: expression.value, high: expression.value }
    case 'measurement': {
      const { unit } = expression
      const [low, high] = unit === 'level' ? [0, 1] : unit === 'points' ? [-1, 1] : anything
      return { low, high }
    }
    case 'operation': {
      const [a, b] = [rangeOf(expression.left), rangeOf(expression.right)]
      switch (expression.operator) {
        case '+':
          return { low: a.low + b.low, high: a.high + b.high }
        case '-':
          return { low: a.low - b.high, high: a.high - b.low }
        case '*':
          return hull([a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high])
        case '/':
          if (b.low <= 0 && b.high >= 0) return hull(anything)
          return hull([a.low / b.low, a.low / b.high, a.high / b.low, a.high / b.high])
      }
    }
  }
}

const anything = [-Infinity, Infinity] as const

/** Zero times infinity may be anything. */
function hull(ends: readonly number[]): Range {
  if (ends.some(Number.isNaN)) return hull(anything)
  return { low: Math.min(...ends), high: Math.max(...ends) }
}

function inWords(value: number, unit: Unit): string {
  if (!inPercent(unit)) return String(value)
  return `${Number((100 * value).toPrecision(12))}${unit === 'level' ? '%' : 'pp'}`
}
