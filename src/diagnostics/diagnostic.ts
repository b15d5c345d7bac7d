/** @file The one type in which every stage says what is wrong with a spec. */

import type { Source, Span } from './source.js'

export type Severity = 'error' | 'warning'

export interface Diagnostic {
  /** `GS1xxx` syntax, `GS2xxx` names, types and units, `GS3xxx` shapes, `GS4xxx` design. */
  code: string
  severity: Severity
  source: Source
  span: Span
  /** Stands alone: says what is wrong without the excerpt. */
  message: string
  /** A few words under the carets. */
  label?: string
  notes?: string[]
  /** How to mend it. */
  help?: string
}

/** Where a stage puts what it finds wrong; it goes on, so that one run shows every mistake. */
export type Report = (diagnostic: Diagnostic) => void
