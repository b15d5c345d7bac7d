/** @file An install or a load that failed, in words for the user. */

import { EngineError } from '../error.js'

/** The message says what failed and what to do. */
export class TensorFlowError extends EngineError {
  constructor(problem: string, wayOut: string, options?: ErrorOptions) {
    super(`${problem}; ${wayOut}`, options)
    this.name = 'TensorFlowError'
  }
}
