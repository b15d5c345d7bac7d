/** @file Comparisons that no run can decide because both sides are the same. */

import type { Case } from '../../claims/expectation.js'
import { relationKind } from '../../claims/relation.js'
import { selfComparison } from '../../diagnostics/claims.js'
import { printItem } from '../../language/print.js'
import type * as tree from '../../language/tree.js'
import type { Place } from './context.js'
import { type Dimension, labelOf } from './dimension.js'
import { textOf } from './evaluate.js'
import type { Variables } from './variables.js'

/**
 * Reports a case that compares something with itself.
 * @param variables the variables of the case
 */
export function comparesItself(
  { source, report, profile }: Place,
  expect: tree.Expect,
  one: Case,
  variables: Variables,
  quantified: readonly Dimension[],
): boolean {
  const { left, relation } = one
  const twins = relationKind(relation).twins(left, relation)
  if (twins === undefined) return false
  const points = twins === 'sides' ? undefined : twins
  const quantity = `\`${textOf(source, expect.left)}\``
  const at = variables.size === 0 ? '' : ` for ${labelOf(variables)}`
  const what = points ? `${quantity}, the same at ${points.join(' and at ')},` : `${quantity}${at}`
  const help = points
    ? 'measure something that changes along the sweep, or remove one of the two points'
    : otherPoints(quantified, variables)
  const skip = profile && `keep the claim out of profile ${profile.name} with \`only in profile …\``
  report(selfComparison(source, expect.span, what, [help, skip].filter(Boolean).join('; or ')))
  return true
}

const mostNamed = 5

/** Suggests a replacement for a comparison, or for `for every` if the case is one point of a sweep. */
function otherPoints(quantified: readonly Dimension[], variables: Variables): string {
  const sweep = quantified.findLast(({ type }) => type === 'sweep')
  const others = sweep?.values.filter((value) => value !== variables.get(sweep.variable)) ?? []
  if (sweep === undefined || others.length === 0) {
    return 'name the arm of each side: `test acc under true labels > test acc under random labels`; a qualifier at the end applies to both sides'
  }
  const named = others
    .slice(0, mostNamed)
    .map(({ item }) => `\`at ${sweep.variable} = ${printItem(item)}\``)
  const list = [...named, ...(others.length > mostNamed ? ['…'] : [])].join(', ')
  return `instead of \`for every\`, name the other points one by one: ${list}`
}
