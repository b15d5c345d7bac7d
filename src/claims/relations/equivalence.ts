/** @file The relation `~ … within …`: two quantities differ by at most a margin. */

import type { Expression } from '../expression.js'
import { pairKind } from './pair.js'

export interface Equivalence {
  type: 'equivalence'
  right: Expression
  margin: number
}

export const equivalence = pairKind<Equivalence>({
  accepts: ({ margin }) => ({
    ...{ low: -margin, high: margin, includesLow: true, includesHigh: true },
  }),
  quantifier: () => 'on average',
})
