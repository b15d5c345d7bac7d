/** @file The numbers for which an expectation holds, apart from the quantity that it is about. */

import type { Case, Expression } from '../check/study.js'

/** Of the quantity that remains when the constants are taken out of both sides: left minus right. */
export interface Demand {
  /** The quantity by its measurements; equal for two expectations about the same. */
  quantity: string
  low: number
  high: number
  includesLow: boolean
  includesHigh: boolean
}

/** @param nameArm how arms are told apart */
export function demandOf(
  { left, relation }: Case,
  nameArm: (arm: Extract<Expression, { type: 'measurement' }>['arm']) => string,
): Demand {
  if (relation.type === 'trend') {
    const { direction, variable, points, tolerance } = relation
    const quantities = points.map(
      (point) => `${point.label} ${split(point.left, nameArm).quantity}`,
    )
    const quantity = `${direction} with ${variable}: ${quantities.join('; ')}`
    // Each step may go against the direction by the tolerance.
    return { quantity, low: -tolerance, high: Infinity, includesLow: true, includesHigh: false }
  }
  const ours = split(left, nameArm)
  const multiple = multipleOf(relation.right)
  if (relation.type === 'comparison' && multiple && ours.constant === 0) {
    const base = split(multiple.of, nameArm)
    if (base.quantity !== '' && base.constant === 0) {
      // `A < 5 times B`, of quantities that are not negative.
      const quantity = `${ours.quantity} / (${base.quantity})`
      return { quantity, ...ends(relation, multiple.factor) }
    }
  }
  const theirs = split(relation.right, nameArm)
  const offset = theirs.constant - ours.constant
  const quantity =
    theirs.quantity === '' ? ours.quantity : `${ours.quantity} - (${theirs.quantity})`
  if (relation.type === 'equivalence') {
    const { margin } = relation
    return {
      quantity,
      low: offset - margin,
      high: offset + margin,
      includesLow: true,
      includesHigh: true,
    }
  }
  return { quantity, ...ends(relation, offset) }
}

type Comparison = Extract<Case['relation'], { type: 'comparison' }>

function ends({ operator }: Comparison, threshold: number): Omit<Demand, 'quantity'> {
  const [upper, lower] = [operator.startsWith('<'), operator.startsWith('>')]
  return {
    low: upper ? -Infinity : threshold,
    high: lower ? Infinity : threshold,
    includesLow: !upper && operator !== '>',
    includesHigh: !lower && operator !== '<',
  }
}

/** A constant times, or a constant share of, something measured. */
function multipleOf(expression: Expression): { factor: number; of: Expression } | undefined {
  if (expression.type !== 'operation') return undefined
  const { operator, left, right } = expression
  if (operator === '*' && left.type === 'constant') return { factor: left.value, of: right }
  if (operator === '*' && right.type === 'constant') return { factor: right.value, of: left }
  if (operator === '/' && right.type === 'constant') return { factor: 1 / right.value, of: left }
  return undefined
}

/** Whether all that the second allows the first allows too. */
export function contains(outer: Demand, inner: Demand): boolean {
  const low =
    inner.low > outer.low || (inner.low === outer.low && (outer.includesLow || !inner.includesLow))
  const high =
    inner.high < outer.high ||
    (inner.high === outer.high && (outer.includesHigh || !inner.includesHigh))
  return low && high
}

/** An expression as a quantity plus a constant. */
function split(
  expression: Expression,
  nameArm: Parameters<typeof demandOf>[1],
): { quantity: string; constant: number } {
  switch (expression.type) {
    case 'constant':
      return { quantity: '', constant: expression.value }
    case 'measurement': {
      const { metric, condition, arm } = expression
      const until = condition ? ` ${JSON.stringify(condition)}` : ''
      return { quantity: `${metric}${until} of ${nameArm(arm)}`, constant: 0 }
    }
    case 'operation': {
      const { operator } = expression
      const [left, right] = [split(expression.left, nameArm), split(expression.right, nameArm)]
      if (operator === '+' || operator === '-') {
        const sign = operator === '+' ? 1 : -1
        const quantities = [left.quantity, right.quantity].filter((text) => text !== '')
        const negated = left.quantity === '' && operator === '-' && right.quantity !== ''
        return {
          quantity: (negated ? '- ' : '') + quantities.join(` ${operator} `),
          constant: left.constant + sign * right.constant,
        }
      }
      const both = [left, right].map(({ quantity, constant }) =>
        quantity === ''
          ? String(constant)
          : constant === 0
            ? quantity
            : `(${quantity} + ${constant})`,
      )
      if (left.quantity === '' && right.quantity === '') {
        const { constant: a } = left
        const { constant: b } = right
        return { quantity: '', constant: operator === '*' ? a * b : a / b }
      }
      return { quantity: `(${both.join(` ${operator} `)})`, constant: 0 }
    }
  }
}
