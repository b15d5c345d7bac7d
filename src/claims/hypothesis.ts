/** @file The statistical hypothesis of a claim: contrasts of measured quantities, and their accepted values. */

import type { Unit } from '../kinds/unit.js'
import type { Expression } from './expression.js'
import type { Region } from './region.js'

/** The hypothesis is true if every contrast lies in its region. */
export interface Hypothesis {
  scale: Scale
  unit: Unit
  /** The quantities measured in each seed. */
  sides: Expression[]
  /** The points of the sweep at which the sides are measured; absent without a sweep. */
  points?: string[]
  contrasts: Contrast[]
  /** One region for each contrast. */
  regions: Region[]
}

/**
 * The type of a contrast. `value`: a side; `difference`: one side minus another; `log ratio`: the logarithm of their
 * quotient; `rise`: the difference between two points of a sweep, in the claimed direction.
 */
export type Scale = 'value' | 'difference' | 'log ratio' | 'rise'

/** The sides of a contrast, by index. */
export interface Contrast {
  of: number
  /** The subtracted side; absent on the scale `value`. */
  minus?: number
}
