/** @file The error of a trainer's run that has no record. */

import { visible } from '../text/visible.js'

export class TrainerError extends Error {
  /**
   * @param machine true if the machine is to blame, so that another attempt may succeed
   */
  constructor(
    message: string,
    readonly machine = false,
  ) {
    // The message may contain output of a program, and any test runner may print it.
    super(visible(message))
  }
}
