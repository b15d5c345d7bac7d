/** @file Warnings about qualifiers that a reader may apply to more measurements than the grammar does. */

import { type Case, expressionsIn } from '../../claims/expectation.js'
import { measurementsIn } from '../../claims/expression.js'
import { narrowQualifier } from '../../diagnostics/design.js'
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type * as tree from '../../language/tree.js'
import { textOf } from '../resolve/evaluate.js'
import { kindOf } from '../resolve/repeated.js'
import type { Linted } from './linted.js'

/** A measurement and its place in the text. */
interface Written {
  node: tree.MeasurementSyntax
  /** The qualifiers by kind, both its own and those of the parentheses around it. */
  arms: ReadonlyMap<string, Placed>
  groups: Groups
}

interface Placed {
  arm: tree.ArmSyntax
  groups: Groups
}

/** The parentheses around an expression, outermost first. */
type Groups = readonly tree.ExpressionSyntax[]

/**
 * Warns about `train acc - test acc under random labels > 3pp`: `under` applies to the last measurement alone;
 * at the end of the expectation it would apply to both.
 */
export function lintScope({ source, registry, written: expect }: Linted, one: Case): Diagnostic[] {
  const setups = new Set(
    expressionsIn(one)
      .flatMap(measurementsIn)
      .map(({ arm }) => JSON.stringify(arm.setup)),
  )
  if (setups.size < 2) return []
  const ofAll = new Set(expect.qualifiers.map(kindOf))
  const sides = sidesOf(expect).map((side) => writtenIn(side))
  const written = sides.flat()
  for (const [index, before] of written.entries()) {
    if (!registry.find('metric', nameOf(before.node))) continue
    // If another measurement follows on the same side, the qualifier clearly belongs to this one alone.
    const last = sides.flatMap((side) => side.at(-1) ?? [])
    for (const after of written.slice(index + 1).filter((one) => last.includes(one))) {
      const narrow = [...after.arms].find(
        ([kind, { groups }]) =>
          !before.arms.has(kind) &&
          !ofAll.has(kind) &&
          groups.every((group) => before.groups.includes(group)),
      )
      if (narrow === undefined) continue
      const [, { arm }] = narrow
      const [without, having] = [nameOf(before.node), nameOf(after.node)]
      return [narrowQualifier(source, arm.span, textOf(source, arm), having, without)]
    }
  }
  return []
}

function sidesOf({ left, relation }: tree.Expect): tree.ExpressionSyntax[] {
  return [left, ...(relation?.operands ?? [])]
}

function writtenIn(
  expression: tree.ExpressionSyntax,
  arms: Written['arms'] = new Map(),
  outside: Groups = [],
): Written[] {
  const groups = expression.grouped ? [...outside, expression] : outside
  switch (expression.type) {
    case 'quantity':
      return []
    case 'measurement':
      return [{ node: expression, arms: withArms(arms, expression.arms, groups), groups }]
    case 'qualified':
      return writtenIn(expression.expression, withArms(arms, expression.arms, groups), groups)
    case 'negation':
      return writtenIn(expression.operand, arms, groups)
    case 'operation':
      return [expression.left, expression.right].flatMap((one) => writtenIn(one, arms, groups))
  }
}

function withArms(
  arms: Written['arms'],
  own: readonly tree.ArmSyntax[],
  groups: Groups,
): Written['arms'] {
  return new Map([...arms, ...own.map((arm) => [kindOf(arm), { arm, groups }] as const)])
}

function nameOf({ words }: tree.MeasurementSyntax): string {
  return words.map(({ text }) => text).join(' ')
}
