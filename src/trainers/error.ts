/** @file Why a trainer's run has no record. */

export class TrainerError extends Error {
  /**
   * @param machine whether the machine is to blame, so that another attempt may succeed
   */
  constructor(
    message: string,
    readonly machine = false,
  ) {
    super(message)
  }
}
