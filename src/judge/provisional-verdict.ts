/** @file The verdict on a case while some of its runs are unfinished. */

import type { Missing } from './possible.js'
import type { Verdict } from './verdict.js'

export interface ProvisionalVerdict extends Verdict {
  /** True if unfinished runs can change it. */
  open: boolean
}

/** @param open true if unfinished runs can change it */
export function absent({ reason }: Missing, open: boolean): ProvisionalVerdict {
  return { verdict: 'error', sentence: `cannot be judged: ${reason}`, open }
}
