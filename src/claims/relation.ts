/** @file The table of relations. */

import type { RelationKind } from './relation-kind.js'
import { type Comparison, comparison } from './relations/comparison.js'
import { type Equivalence, equivalence } from './relations/equivalence.js'
import { type Trend, trend } from './relations/trend.js'

/** A relation as plain JSON. */
export type Relation = Comparison | Equivalence | Trend

type Kinds = { [T in Relation['type']]: RelationKind<Extract<Relation, { type: T }>> }

const kinds: Kinds = { comparison, equivalence, trend }

export function relationKind({ type }: Relation): RelationKind<Relation> {
  return kinds[type]
}
