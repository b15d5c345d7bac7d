/** @file A quantity measured along a sweep, and its point of the sweep. */

export interface Swept {
  /** The text without `at`: `test error of mlp`. */
  quantity: string
  at: SweepPoint[]
}

/** `p = 20%` */
export interface SweepPoint {
  variable: string
  /** The whole claim holds for each value of a `for`. */
  type: 'for' | 'sweep'
  text: string
  /** The written number: 20 of `20%`. */
  number?: { value: number; unit: string }
}
