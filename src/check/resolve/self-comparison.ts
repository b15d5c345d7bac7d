/** @file Comparisons that no run can decide, for both sides are the same. */

import { bySetup } from '../../claims/arm.js'
import type { Case } from '../../claims/expectation.js'
import { type Expression, measures } from '../../claims/expression.js'
import { linearForm, nameOf } from '../../claims/linear.js'
import { comparedArms } from '../../claims/normal-form.js'
import type { Compared } from '../../claims/region.js'
import type { Relation } from '../../claims/relation.js'
import { selfComparison } from '../../diagnostics/claims.js'
import { printItem } from '../../language/print.js'
import type * as tree from '../../language/tree.js'
import type { Place } from './context.js'
import { type Dimension, labelOf } from './dimension.js'
import { textOf } from './evaluate.js'
import type { Variables } from './variables.js'

type Trend = Extract<Relation, { type: 'trend' }>

/**
 * Reports a case that compares something with itself.
 * @param variables what the case is for
 */
export function comparesItself(
  { source, report, profile }: Place,
  expect: tree.Expect,
  one: Case,
  variables: Variables,
  quantified: readonly Dimension[],
): boolean {
  const { left, relation } = one
  const twins = relation.type === 'trend' ? twinPoints(relation.points) : undefined
  if (twins === undefined && (relation.type === 'trend' || !sameSides(left, relation))) return false
  const quantity = `\`${textOf(source, expect.left)}\``
  const at = variables.size === 0 ? '' : ` for ${labelOf(variables)}`
  const what = twins ? `${quantity}, the same at ${twins.join(' and at ')},` : `${quantity}${at}`
  const help = twins
    ? 'measure what changes along the sweep, or leave one of the two points out'
    : otherPoints(quantified, variables)
  const skip = profile && `keep the claim out of profile ${profile.name} with \`only in profile …\``
  report(selfComparison(source, expect.span, what, [help, skip].filter(Boolean).join('; or ')))
  return true
}

function sameSides(left: Expression, relation: Compared): boolean {
  const { right } = relation
  if (left.type === 'constant' && right.type === 'constant') return left.text === right.text
  const measured = measures(left) || measures(right)
  return measured && comparedArms(left, relation, bySetup).size === 0
}

/** Two points that a trend compares, at which the same runs are measured. */
function twinPoints(points: Trend['points']): string[] | undefined {
  const names = points.map(({ left }) => nameOf(linearForm(left, bySetup)))
  const pairs = names.map((_, index) => [index - 1, index] as const).slice(1)
  const [from, to] =
    [...pairs, [0, names.length - 1] as const].find(
      ([from, to]) => from < to && names[from] === names[to],
    ) ?? []
  if (from === undefined || to === undefined) return undefined
  return [points[from], points[to]].map((point) => point?.label ?? '')
}

const mostNamed = 5

/** What to write in place of a comparison, or of `for every` where the case is one point of a sweep. */
function otherPoints(quantified: readonly Dimension[], variables: Variables): string {
  const sweep = quantified.findLast(({ type }) => type === 'sweep')
  const others = sweep?.values.filter((value) => value !== variables.get(sweep.variable)) ?? []
  if (sweep === undefined || others.length === 0) {
    return 'name the arm of each side: `test acc under true labels > test acc under random labels`; a qualifier at the end applies to both'
  }
  const named = others
    .slice(0, mostNamed)
    .map(({ item }) => `\`at ${sweep.variable} = ${printItem(item)}\``)
  const list = [...named, ...(others.length > mostNamed ? ['…'] : [])].join(', ')
  return `in place of \`for every\`, expect it of the other points one by one: ${list}`
}
