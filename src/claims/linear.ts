/** @file Linear form of a quantity: a sum of measurements with exact factors, and a constant. */

import type { Arm } from './arm.js'
import { type Fraction, exact, one, toNumber, zero } from './exact.js'
import type { Expression } from './expression.js'

export interface Term {
  factor: Fraction
  /** A measurement, or a product or quotient without constant factors. */
  quantity: Expression
  /** Equal quantities have equal names. */
  name: string
}

export interface Linear {
  /** In source order; each quantity once, none with the factor 0. */
  terms: Term[]
  constant: Fraction
  /** The source expression without the constant; undefined if it has no measurement. */
  measured?: Expression
}

export type NameArm = (arm: Arm) => string

/**
 * Brings an expression into linear form.
 * @param nameArm the identity of arms
 */
export function linearForm(expression: Expression, nameArm: NameArm): Linear {
  switch (expression.type) {
    case 'constant':
      return { terms: [], constant: exact(expression.value) }
    case 'measurement': {
      const { metric, condition, arm } = expression
      const until = condition ? ` ${JSON.stringify(condition)}` : ''
      return single(expression, `${metric}${until} of ${nameArm(arm)}`)
    }
    case 'operation': {
      const left = linearForm(expression.left, nameArm)
      const right = linearForm(expression.right, nameArm)
      const { terms, constant } = combined(expression, left, right)
      const measured = withoutConstants(expression, left, right)
      return { terms, constant, ...(measured && { measured }) }
    }
  }
}

type Operation = Extract<Expression, { type: 'operation' }>

function combined(expression: Operation, left: Linear, right: Linear): Linear {
  switch (expression.operator) {
    case '+':
      return sum(left, right)
    case '-':
      return difference(left, right)
    case '*':
      if (left.terms.length === 0) return scaled(right, left.constant)
      if (right.terms.length === 0) return scaled(left, right.constant)
      return product(expression, left, right)
    case '/':
      if (right.terms.length > 0) return quotient(expression, left, right)
      // The judge reports the division by zero.
      if (right.constant.equals(0)) return single(expression, 'a division by zero')
      return scaled(left, right.constant.inverse())
  }
}

/** Removes constants: `B + 3pp` becomes B, `2 * (A - 1)` becomes 2 * A; `(A - 1) * B` stays. */
function withoutConstants(
  expression: Operation,
  { measured: left }: Linear,
  { measured: right }: Linear,
): Expression | undefined {
  const { operator } = expression
  if (operator === '+' || operator === '-') {
    if (left && right) return { ...expression, left, right }
    if (left === undefined && right && operator === '-') {
      const none: Expression = { type: 'constant', value: 0, unit: 'number', text: '0' }
      return { ...expression, left: none, right }
    }
    return left ?? right
  }
  if (left && right) return expression
  if (left) return { ...expression, left }
  return right && (operator === '/' ? expression : { ...expression, right })
}

function sum(left: Linear, right: Linear): Linear {
  const terms = [...left.terms]
  for (const term of right.terms) {
    const index = terms.findIndex(({ name }) => name === term.name)
    const before = terms[index]
    if (before === undefined) terms.push(term)
    else terms[index] = { ...before, factor: before.factor.add(term.factor) }
  }
  return {
    terms: terms.filter(({ factor }) => !factor.equals(0)),
    constant: left.constant.add(right.constant),
  }
}

export function difference(left: Linear, right: Linear): Linear {
  return sum(left, scaled(right, one.neg()))
}

export function scaled({ terms, constant }: Omit<Linear, 'measured'>, by: Fraction): Linear {
  const products = terms.map((term) => ({ ...term, factor: term.factor.mul(by) }))
  return { terms: by.equals(0) ? [] : products, constant: constant.mul(by) }
}

function product(expression: Operation, left: Linear, right: Linear): Linear {
  const [a, b] = [factored(left, expression.left), factored(right, expression.right)]
  const name = [a.name, b.name]
    .sort()
    .map((factor) => `(${factor})`)
    .join(' * ')
  const quantity = { ...expression, left: a.quantity, right: b.quantity }
  return scaled(single(quantity, name), a.factor.mul(b.factor))
}

function quotient(expression: Operation, left: Linear, right: Linear): Linear {
  const b = factored(right, expression.right)
  if (left.terms.length === 0) {
    const unity: Expression = { type: 'constant', value: 1, unit: 'number', text: '1' }
    const quantity = { ...expression, left: unity, right: b.quantity }
    return scaled(single(quantity, quotientName('1', b.name)), left.constant.div(b.factor))
  }
  const a = factored(left, expression.left)
  const factor = a.factor.div(b.factor)
  if (a.name === b.name) return { terms: [], constant: factor }
  const quantity = { ...expression, left: a.quantity, right: b.quantity }
  return scaled(single(quantity, quotientName(a.name, b.name)), factor)
}

export function quotientName(above: string, below: string): string {
  return `(${above}) / (${below})`
}

/** Takes the factors out of a product or a quotient: 3 A / (2 B) is 1.5 times A / B. */
function factored(linear: Linear, written: Expression): Term {
  const [first, ...others] = linear.terms
  if (first && others.length === 0 && linear.constant.equals(0)) return first
  return { factor: one, quantity: written, name: nameOf(linear) }
}

/** A name that is equal for equal sums, whatever the order of their terms. */
export function nameOf({ terms, constant }: Pick<Linear, 'terms' | 'constant'>): string {
  const sorted = [...terms].sort((a, b) => (a.name < b.name ? -1 : 1))
  const texts = sorted.map(({ factor, name }) =>
    factor.equals(1) ? name : `${factor.toFraction()} ${name}`,
  )
  return [...texts, ...(constant.equals(0) ? [] : [constant.toFraction()])].join(' + ')
}

function single(quantity: Expression, name: string): Linear {
  return { terms: [{ factor: one, quantity, name }], constant: zero, measured: quantity }
}

/** Converts the terms back to an expression. */
export function expressionOf(terms: readonly Term[]): Expression {
  const [first, ...others] = terms
  if (first === undefined) return { type: 'constant', value: 0, unit: 'number', text: '0' }
  return others.reduce((left, term): Expression => {
    const operator = term.factor.s < 0n ? '-' : '+'
    const right = multiple({ ...term, factor: term.factor.abs() })
    const unit = left.unit === 'number' ? right.unit : left.unit
    return { type: 'operation', operator, unit, left, right }
  }, multiple(first))
}

function multiple({ factor, quantity }: Term): Expression {
  if (factor.equals(1)) return quantity
  const value = toNumber(factor)
  const left: Expression = { type: 'constant', value, unit: 'number', text: String(value) }
  return { type: 'operation', operator: '*', unit: quantity.unit, left, right: quantity }
}
