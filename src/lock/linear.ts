/** @file An expression as a sum: measured quantities with coefficients, and a constant. */

import type { Arm } from '../claims/arm.js'
import type { Expression } from '../claims/expression.js'

export interface Linear {
  /** Coefficients by the name of what is measured. */
  terms: Map<string, number>
  constant: number
}

/** @param nameArm how arms are told apart */
export function linearForm(expression: Expression, nameArm: (arm: Arm) => string): Linear {
  switch (expression.type) {
    case 'constant':
      return { terms: new Map(), constant: expression.value }
    case 'measurement': {
      const { metric, condition, arm } = expression
      const until = condition ? ` ${JSON.stringify(condition)}` : ''
      return single(`${metric}${until} of ${nameArm(arm)}`)
    }
    case 'operation': {
      const left = linearForm(expression.left, nameArm)
      const right = linearForm(expression.right, nameArm)
      switch (expression.operator) {
        case '+':
          return sum(left, right)
        case '-':
          return sum(left, scaled(right, -1))
        case '*':
          if (left.terms.size === 0) return scaled(right, left.constant)
          if (right.terms.size === 0) return scaled(left, right.constant)
          return combined(left, '*', right)
        case '/':
          if (right.terms.size === 0) return scaled(left, 1 / right.constant)
          return combined(left, '/', right)
      }
    }
  }
}

export function sum(one: Linear, other: Linear): Linear {
  const terms = new Map(one.terms)
  for (const [name, factor] of other.terms) terms.set(name, (terms.get(name) ?? 0) + factor)
  return { terms, constant: one.constant + other.constant }
}

export function scaled({ terms, constant }: Linear, factor: number): Linear {
  const products = [...terms].map(([name, own]) => [name, own * factor] as const)
  return { terms: new Map(products), constant: constant * factor }
}

/** Equal for equal sums, in whatever order they are written. */
export function nameOf({ terms, constant }: Linear): string {
  const parts = [...terms].sort(([a], [b]) => (a < b ? -1 : 1))
  const texts = parts.map(([name, factor]) => (factor === 1 ? name : `${factor} ${name}`))
  return [...texts, ...(constant === 0 ? [] : [constant])].join(' + ')
}

/** Of a product or a quotient the factors are taken out: 3 A / (2 B) is 1.5 times A / B. */
function combined(left: Linear, operator: '*' | '/', right: Linear): Linear {
  const [a, b] = [factorOf(left), factorOf(right)]
  const factor = operator === '*' ? a * b : a / b
  const [above, below] = [nameOf(scaled(left, 1 / a)), nameOf(scaled(right, 1 / b))]
  return scaled(
    single(operator === '/' ? quotient(above, below) : `(${above}) * (${below})`),
    factor,
  )
}

export function quotient(above: string, below: string): string {
  return `(${above}) / (${below})`
}

function factorOf({ terms, constant }: Linear): number {
  const [first, ...others] = terms.values()
  return first !== undefined && others.length === 0 && constant === 0 ? first : 1
}

function single(name: string): Linear {
  return { terms: new Map([[name, 1]]), constant: 0 }
}
