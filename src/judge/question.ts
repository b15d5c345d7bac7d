/** @file An expectation with its values, ready to be judged. */

import type { Case, Relation } from '../check/study.js'
import type { Range } from './verdict.js'

/** A case with the words of the expectation that it belongs to. */
export interface Question extends Case {
  text: string
  relation: Exclude<Relation, { type: 'trend' }>
  perSeed: { seed: number; left: number; right: number; value: number }[]
  estimate: number
}

/** For which differences of left and right the claim holds. */
export function acceptanceOf(relation: Question['relation']): Range {
  if (relation.type === 'equivalence') {
    const { margin } = relation
    return { low: -margin, high: margin, includesLow: true, includesHigh: true }
  }
  const { operator } = relation
  const included = operator.endsWith('=')
  return {
    low: operator.startsWith('<') ? '-Infinity' : 0,
    high: operator.startsWith('>') ? 'Infinity' : 0,
    includesLow: included && !operator.startsWith('<'),
    includesHigh: included && !operator.startsWith('>'),
  }
}
