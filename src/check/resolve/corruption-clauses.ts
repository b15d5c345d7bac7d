/** @file The clauses at the end of a step or a mention of a corruption: `on both splits`, `after preprocessing`. */

import type { CorruptionStep } from '../../claims/setup.js'
import type { Item } from '../../language/tree.js'

export type Clauses = Partial<Pick<CorruptionStep, 'splits' | 'after'>>

const endings: readonly (readonly [string, Clauses])[] = [
  ['on both splits', { splits: 'both' }],
  ['on train', { splits: 'train' }],
  ['on test', { splits: 'test' }],
  ['after preprocessing', { after: 'preprocessing' }],
]

/** Cuts these clauses off the end, in any order. */
export function cutClauses(items: readonly Item[]): { items: readonly Item[]; clauses: Clauses } {
  const words = items.map((item) => (item.type === 'name' ? item.text : ''))
  for (const [ending, clause] of endings) {
    const length = ending.split(' ').length
    if (words.slice(-length).join(' ') !== ending) continue
    const before = cutClauses(items.slice(0, -length))
    return { items: before.items, clauses: { ...before.clauses, ...clause } }
  }
  return { items, clauses: {} }
}
