/** @file Warnings about expectations whose result does not depend on any measurement. */

import { bySetup } from '../../claims/arm.js'
import { type Case, expressionsIn } from '../../claims/expectation.js'
import type { Expression } from '../../claims/expression.js'
import { type Extent, truthWithin } from '../../claims/region.js'
import { relationKind } from '../../claims/relation.js'
import { foregone } from '../../diagnostics/design.js'
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import { type Unit, inPercent, rangeOf as rangeOfUnit } from '../../kinds/unit.js'
import { textOf } from '../resolve/evaluate.js'
import type { Linted } from './linted.js'

export function lintForegone(linted: Linted, one: Case): Diagnostic[] {
  const { source, written } = linted
  const found = comparisonForegone(linted, one) ?? stepsForegone(one)
  return found ? [foregone(source, written.span, found.what, found.why)] : []
}

interface Foregone {
  what: string
  why: string
}

/** The foregone result of a comparison of two quantities, if any. */
function comparisonForegone({ source, written }: Linted, one: Case): Foregone | undefined {
  const { left, relation } = one
  const accepted = relationKind(relation).accepts?.(relation)
  const [, right] = expressionsIn(one)
  const operand = written.relation?.operands[0]
  if (accepted === undefined || right === undefined || operand === undefined) return undefined
  const [a, b] = [rangeOf(left), rangeOf(right)]
  const difference = { low: a.low - b.high, high: a.high - b.low }
  const outcome = truthWithin(accepted, difference)
  if (outcome === 'open') return undefined
  const [what, { low, high }, unit] =
    right.type === 'constant'
      ? [`\`${textOf(source, written.left)}\``, a, left.unit]
      : left.type === 'constant'
        ? [`\`${textOf(source, operand)}\``, b, right.unit]
        : ['the left side minus the right', difference, 'points']
  const why =
    high === Infinity
      ? `${what} is never below ${inWords(low, unit)}`
      : `${what} lies between ${inWords(low, unit)} and ${inWords(high, unit)}`
  return { what: `this ${outcome === 'holds' ? 'always' : 'never'} holds`, why }
}

/** The foregone result of the steps along a sweep, if any. */
function stepsForegone({ left, relation }: Case): Foregone | undefined {
  const { scale, regions } = relationKind(relation).hypothesis(left, relation, bySetup, false)
  if (scale !== 'rise') return undefined
  const steps = regions.slice(0, -1)
  if (steps.length === 0) return { what: 'this never holds', why: 'the sweep has one point' }
  const { low, high } = rangeOf(left)
  const widest = high - low
  const change = { low: -widest, high: widest }
  const all = steps.every((region) => truthWithin(region, change) === 'holds')
  if (!all || !Number.isFinite(widest)) return undefined
  const why = `no step can exceed ${inWords(widest, 'points')}`
  return { what: 'its margin allows every step', why }
}

/** The range of all possible values of a quantity: a level is between 0 and 1. */
function rangeOf(expression: Expression): Extent {
  switch (expression.type) {
    case 'constant':
      return { low: expression.value, high: expression.value }
    case 'measurement': {
      return rangeOfUnit(expression.unit)
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

/**
 * The smallest interval with all ends. It is unbounded if an end is NaN, since zero times infinity may be
 * anything.
 */
function hull(ends: readonly number[]): Extent {
  if (ends.some(Number.isNaN)) return hull(anything)
  return { low: Math.min(...ends), high: Math.max(...ends) }
}

function inWords(value: number, unit: Unit): string {
  if (!inPercent(unit)) return String(value)
  return `${Number((100 * value).toPrecision(12))}${unit === 'level' ? '%' : 'pp'}`
}
