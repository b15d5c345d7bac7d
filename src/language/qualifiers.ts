/** @file Qualifiers at the end of an expectation, which the grammar attaches to the text before them. */

import type { ArmSyntax, Expect, ExpressionSyntax } from './tree.js'

/**
 * Moves the qualifiers of the last measurement to the whole expectation, so that `a > b under c` applies to
 * both sides, like `a > b + 1pp under c`. Qualifiers in parentheses stay in place.
 */
export function atItsEnd(expect: Expect): Expect {
  const { left, relation, qualifiers } = expect
  if (relation === undefined) {
    const { expression, arms } = cutArms(left)
    return { ...expect, left: expression, qualifiers: [...arms, ...qualifiers] }
  }
  const last = relation.operands.at(-1)
  if (last === undefined) return expect
  const { expression, arms } = cutArms(last)
  const operands = [...relation.operands.slice(0, -1), expression]
  return { ...expect, relation: { ...relation, operands }, qualifiers: [...arms, ...qualifiers] }
}

/** The expression with its original span, and the qualifiers at its end. */
function cutArms(expression: ExpressionSyntax): {
  expression: ExpressionSyntax
  arms: ArmSyntax[]
} {
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
