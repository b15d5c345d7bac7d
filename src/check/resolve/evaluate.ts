/** @file Evaluation of items: variables replaced by their values, arithmetic computed. */

import type { Source } from '../../diagnostics/source.js'
import type { ExpressionSyntax, Item, Scalar } from '../../language/tree.js'
import type { Place } from './context.js'
import type { Value } from './variables.js'

/** The value of an item: a variable's value for its name, a number for `(2 * filters)`. */
export function valueAt(place: Place, item: Item): Value {
  if (item.type === 'name') return place.variables.get(item.text) ?? { item, source: place.source }
  if (item.type !== 'group') return { item, source: place.source }
  const result = evaluate(place, item.expression)
  return { item: result ? { ...result, span: item.span } : item, source: place.source }
}

/** The value of an expression of numbers and variables, or undefined if it has other parts. */
export function evaluate(place: Place, expression: ExpressionSyntax): Scalar | undefined {
  const { span } = expression
  switch (expression.type) {
    case 'quantity': {
      const { value, unit } = expression
      return value.type === 'scalar' && unit === undefined ? value : undefined
    }
    case 'measurement': {
      const [word, ...others] = expression.words
      const simple = others.length + expression.arguments.length + expression.arms.length === 0
      if (word === undefined || !simple) return undefined
      const { item } = valueAt(place, word)
      return item.type === 'scalar' ? { ...item, span } : undefined
    }
    case 'qualified':
      return undefined
    case 'negation': {
      const operand = evaluate(place, expression.operand)
      return operand && { ...operand, value: -operand.value, span }
    }
    case 'operation': {
      const left = evaluate(place, expression.left)
      const right = evaluate(place, expression.right)
      if (left === undefined || right === undefined) return undefined
      const { operator } = expression
      const additive = operator === '+' || operator === '-'
      if (additive && left.unit !== right.unit) return undefined
      if (operator === '*' && left.unit !== '' && right.unit !== '') return undefined
      if (operator === '/' && right.unit !== '' && right.unit !== left.unit) return undefined
      const unit = operator === '/' && right.unit !== '' ? '' : left.unit || right.unit
      return { type: 'scalar', value: calculate(operator, left.value, right.value), unit, span }
    }
  }
}

function calculate(operator: '+' | '-' | '*' | '/', left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
      return left / right
  }
}

/** The text of a node in its source. */
export function textOf(source: Source, { span }: { span: { start: number; end: number } }): string {
  return source.text.slice(span.start, span.end)
}
