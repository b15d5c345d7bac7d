/** @file Why a trainer's run has no record. */

import { visible } from '../text/visible.js'

export class TrainerError extends Error {
  /**
   * @param machine whether the machine is to blame, so that another attempt may succeed
   */
  constructor(
    message: string,
    readonly machine = false,
  ) {
    // What a program printed may stand in it, and be shown by any test runner.
    super(visible(message))
  }
}
