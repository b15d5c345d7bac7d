/** @file An install or a load that failed, in words for the user. */

/** The message says what failed and what to do. */
export class TensorFlowError extends Error {
  constructor(problem: string, wayOut: string, options?: ErrorOptions) {
    super(`${problem}; ${wayOut}`, options)
    this.name = 'TensorFlowError'
  }
}
