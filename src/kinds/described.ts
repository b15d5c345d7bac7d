/** @file The description that every kind has, for checking, help and the reference. */

import type { Parameters } from './parameter.js'

export interface Described<P extends Parameters> {
  /** The name in a spec. */
  name: string
  /** A summary of one line. */
  summary: string
  /** The paper, section or API that defines it. */
  source?: string
  parameters: P
}
