/** @file The printer of parts of the tree, in the syntax of a spec. */

import type { Corruption, ExpressionSyntax, Item } from './tree.js'

/** The value of a name, if it has one. */
export type Substitute = (name: string) => Item | undefined

const asWritten: Substitute = () => undefined

export function printItem(item: Item, substitute = asWritten): string {
  switch (item.type) {
    case 'name': {
      const value = substitute(item.text)
      return value ? printItem(value) : item.text
    }
    case 'text':
      return `"${item.value}"`
    case 'scalar':
      return `${printNumber(item.value)}${item.unit}`
    case 'size':
      return item.values.join('x')
    case 'call': {
      const values = item.arguments.map(({ name, value }) => {
        const text = printItem(value, substitute)
        return name ? `${name.text}: ${text}` : text
      })
      return `${item.name.text}(${values.join(', ')})`
    }
    case 'list':
      return `[${item.items.map((one) => printItem(one, substitute)).join(', ')}]`
    case 'group':
      return `(${printExpression(item.expression, substitute)})`
  }
}

/** Prints a number with twelve digits, so that 0.1 + 0.2 is 0.3, and with `_` between thousands. */
function printNumber(value: number): string {
  const text = String(Number(value.toPrecision(12)))
  return /^-?\d{5,15}$/.test(text) ? text.replace(/\B(?=(?:\d{3})+$)/g, '_') : text
}

export function printCorruption({ phrases, splits }: Corruption, substitute = asWritten): string {
  const parts = phrases.map(({ items }) =>
    items.map((item) => printItem(item, substitute)).join(' '),
  )
  const where =
    splits === undefined ? '' : ` on ${splits.value === 'both' ? 'both splits' : splits.value}`
  return `${parts.join(' + ')}${where}`
}

function printExpression(expression: ExpressionSyntax, substitute: Substitute): string {
  const text = printUngrouped(expression, substitute)
  return expression.grouped ? `(${text})` : text
}

function printUngrouped(expression: ExpressionSyntax, substitute: Substitute): string {
  switch (expression.type) {
    case 'quantity': {
      const { value, unit } = expression
      return printItem(value) + (unit ? ` ${unit.text}` : '')
    }
    case 'measurement': {
      return expression.words.map((word) => printItem(word, substitute)).join(' ')
    }
    case 'qualified':
      return printExpression(expression.expression, substitute)
    case 'negation':
      return `-${printExpression(expression.operand, substitute)}`
    case 'operation': {
      const { left, operator, right } = expression
      return `${printExpression(left, substitute)} ${operator} ${printExpression(right, substitute)}`
    }
  }
}
