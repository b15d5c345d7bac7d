/** @file Qualifiers at the end of an expectation, which the grammar gives to what stands before them. */

import type { Arm, Expect, Expression, Relation } from './tree.js'

/**
 * The expectation with the qualifiers behind its last measurement as its own: `a > b under c` says of
 * both sides what `a > b + 1pp under c` says of them. In parentheses they stay where they are.
 */
export function atItsEnd(expect: Expect): Expect {
  const { left, relation, qualifiers } = expect
  if (relation === undefined) {
    const cut = cutArms(left)
    return { ...expect, left: cut.expression, qualifiers: [...cut.arms, ...qualifiers] }
  }
  const cut = cutRelation(relation)
  return { ...expect, relation: cut.relation, qualifiers: [...cut.arms, ...qualifiers] }
}

function cutRelation(relation: Relation): { relation: Relation; arms: Arm[] } {
  switch (relation.type) {
    case 'comparison': {
      const { expression: right, arms } = cutArms(relation.right)
      return { relation: { ...relation, right }, arms }
    }
    case 'equivalence': {
      const { expression: margin, arms } = cutArms(relation.margin)
      return { relation: { ...relation, margin }, arms }
    }
    case 'trend': {
      if (relation.tolerance === undefined) return { relation, arms: [] }
      const { expression: tolerance, arms } = cutArms(relation.tolerance)
      return { relation: { ...relation, tolerance }, arms }
    }
  }
}

/** The expression, with its span as written, and the qualifiers at its end. */
function cutArms(expression: Expression): { expression: Expression; arms: Arm[] } {
  if (expression.grouped) return { expression, arms: [] }
  switch (expression.type) {
    case 'quantity':
      return { expression, arms: [] }
    case 'measurement':
      return { expression: { ...expression, arms: [] }, arms: expression.arms }
    case 'qualified':
      return { expression: expression.expression, arms: expression.arms }
    case 'negation': {
      const { expression: operand, arms } = cutArms(expression.operand)
      return { expression: { ...expression, operand }, arms }
    }
    case 'operation': {
      const { expression: right, arms } = cutArms(expression.right)
      return { expression: { ...expression, right }, arms }
    }
  }
}
