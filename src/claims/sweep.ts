/** @file What is measured along a sweep, and where in it. */

export interface Swept {
  /** As written, without `at`: `test error of mlp`. */
  quantity: string
  at: SweepPoint[]
}

/** `p = 20%` */
export interface SweepPoint {
  variable: string
  /** Everything is said of each value of a `for`. */
  type: 'for' | 'sweep'
  text: string
  /** Of a number, as written: 20 of `20%`. */
  number?: { value: number; unit: string }
}
