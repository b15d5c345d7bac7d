/** @file How a quantity is compared: with another one, or with itself along a sweep. */

import type { Expression } from './expression.js'

export type Relation =
  | { type: 'comparison'; operator: '<' | '<=' | '>' | '>=' | '='; right: Expression }
  | { type: 'equivalence'; right: Expression; margin: number }
  | {
      type: 'trend'
      direction: 'increases' | 'decreases'
      /** The swept variable. */
      variable: string
      /** The quantity at each point of the sweep, in its order; `left` is the first. */
      points: { label: string; left: Expression }[]
      /** By how much a step may go against the direction. */
      tolerance: number
    }
