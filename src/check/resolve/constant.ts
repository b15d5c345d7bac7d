/** @file Numbers with units: `99%`, `3pp`, `300 epochs`. */

import { exact, toNumber } from '../../claims/exact.js'
import type { Expression } from '../../claims/expression.js'
import type * as tree from '../../language/tree.js'
import type { Place } from './context.js'
import { evaluate, textOf } from './evaluate.js'
import { unitNamed } from './units.js'

export type Constant = Extract<Expression, { type: 'constant' }>

/** @returns undefined if the unit is not one for comparisons */
export function constantOf({ value, unit }: tree.Scalar, text: string): Constant | undefined {
  if (unit === '') return { type: 'constant', value, unit: 'number', text }
  const share = Number.isFinite(value) ? toNumber(exact(value).div(100)) : value
  if (unit === '%') return { type: 'constant', value: share, unit: 'level', text }
  if (unit === 'pp') return { type: 'constant', value: share, unit: 'points', text }
  return undefined
}

/** A number with the word after it. */
export function quantityOf(place: Place, quantity: tree.Quantity): Constant | undefined {
  const { value, unit: word } = quantity
  const text = textOf(place.source, quantity)
  const constant = value.type === 'scalar' ? constantOf(value, text) : undefined
  if (word === undefined) return constant
  const unit = unitNamed(word.text, place.registry)
  return constant?.unit === 'number' && unit !== undefined ? { ...constant, unit } : undefined
}

/** The value of an expression without measurements. */
export function constantIn(place: Place, expression: tree.ExpressionSyntax): Constant | undefined {
  if (expression.type === 'quantity') return quantityOf(place, expression)
  const scalar = evaluate(place, expression)
  return scalar && constantOf(scalar, textOf(place.source, expression))
}
