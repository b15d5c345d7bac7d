/** @file A quantity measured along a sweep, and its point of the sweep. */

export interface Swept {
  /** The text without `at`: `test error of mlp`. */
  quantity: string
  at: SweepPoint[]
}

/** `p = 20%` */
export interface SweepPoint {
  variable: string
  /** A `for` repeats the whole claim for each value. */
  type: 'for' | 'sweep'
  text: string
  /** A numeric value in its source unit: 20 for `20%`. */
  number?: { value: number; unit: string }
}
