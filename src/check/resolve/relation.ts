/** @file Resolves the quantities that an expectation compares, by its relation. */

import type { Case } from '../../claims/expectation.js'
import type { Comparison } from '../../claims/relations/comparison.js'
import type { Trend } from '../../claims/relations/trend.js'
import { mixedUnits, outOfRange, wrongValue } from '../../diagnostics/names.js'
import { type Unit, differenceUnit, inPercent } from '../../kinds/unit.js'
import type * as tree from '../../language/tree.js'
import { type ArmResolver, type ArmSelection, nothingSelected } from './arm.js'
import type { Place } from './context.js'
import { type Dimension, labelOf } from './dimension.js'
import { textOf } from './evaluate.js'
import { resolveExpression } from './expression.js'
import { checkComparison } from './units.js'

/** A relation in the source, with its context. */
export interface Written {
  place: Place
  left: tree.ExpressionSyntax
  relation: tree.RelationSyntax
  arms: ArmResolver
  selection: ArmSelection
  /** The variable of the sweep that it follows. */
  swept?: Dimension
}

type Compared = Pick<Case, 'left' | 'relation'>

/** Each resolver returns undefined if a mistake was reported. */
const resolvers: Record<tree.RelationType, (written: Written) => Compared | undefined> = {
  comparison(written) {
    const pair = resolvePair(written)
    if (pair === undefined) return undefined
    const { left, right } = pair
    const operator = written.relation.word as Comparison['operator']
    return { left, relation: { type: 'comparison', operator, right } }
  },

  equivalence(written) {
    const pair = resolvePair(written)
    if (pair === undefined) return undefined
    const { left, right } = pair
    const unit = left.unit === 'number' ? right.unit : left.unit
    const [, operand] = written.relation.operands
    const margin = resolveMargin(written, operand, unit)
    if (margin === undefined || operand === undefined) return undefined
    if (margin === 0) {
      const { source, report } = written.place
      const range = 'above 0; equality is written `=`'
      report(outOfRange(source, operand.span, 'the margin', range, textOf(source, operand)))
      return undefined
    }
    return { left, relation: { type: 'equivalence', right, margin } }
  },

  trend(written) {
    const { place, swept, relation, arms, selection } = written
    const points: Trend['points'] = []
    const { variable = '', values = [] } = swept ?? {}
    for (const value of values) {
      const variables = new Map([...place.variables, [variable, value] as const])
      const at = { ...place, variables }
      const left = resolveExpression(at, written.left, arms, selection)
      if (left === undefined) return undefined
      points.push({ label: labelOf([[variable, value]]), left })
    }
    const [first] = points
    const tolerance = resolveMargin(written, relation.operands[0], first?.left.unit ?? 'number')
    if (tolerance === undefined || first === undefined) return undefined
    const direction = relation.word as Trend['direction']
    return { left: first.left, relation: { type: 'trend', direction, variable, points, tolerance } }
  },
}

export function resolveRelation(written: Written): Compared | undefined {
  return resolvers[written.relation.type](written)
}

/** Resolves the left side and the expression after the relation's word. */
function resolvePair({ place, left: first, relation, arms, selection }: Written) {
  const [second] = relation.operands as [tree.ExpressionSyntax]
  const left = resolveExpression(place, first, arms, selection)
  const right = resolveExpression(place, second, arms, selection)
  if (left === undefined || right === undefined) return undefined
  return checkComparison(place, second.span, left.unit, right) ? { left, right } : undefined
}

/**
 * Resolves a margin.
 * @param unit unit of the compared numbers
 * @returns the margin as a difference: `1pp` is 0.01; 0 if none is written
 */
function resolveMargin(
  { place, arms }: Written,
  written: tree.ExpressionSyntax | undefined,
  unit: Unit,
): number | undefined {
  if (written === undefined) return 0
  const { source, report } = place
  const margin = resolveExpression(place, written, arms, nothingSelected)
  if (margin === undefined) return undefined
  if (margin.type !== 'constant' || margin.value < 0) {
    const expected = 'a number such as `1pp`'
    report(wrongValue(source, written.span, '`within`', expected, textOf(source, written)))
    return undefined
  }
  if (margin.unit === 'level' && (inPercent(unit) || unit === 'number')) {
    const meant = margin.text.replace('%', 'pp')
    const message = 'a margin is a difference, so it is in percentage points'
    report(mixedUnits(source, written.span, message, `write \`${meant}\``, meant))
    return undefined
  }
  const fits = checkComparison(place, written.span, differenceUnit(unit), margin)
  return fits ? margin.value : undefined
}
