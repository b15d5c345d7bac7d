/** @file The error of a failed install or load of TensorFlow. */

import { EngineError } from '../error.js'

/** The message says what failed and what to do. */
export class TensorFlowError extends EngineError {
  constructor(problem: string, wayOut: string, options?: ErrorOptions) {
    super(`${problem}; ${wayOut}`, options)
    this.name = 'TensorFlowError'
  }
}
