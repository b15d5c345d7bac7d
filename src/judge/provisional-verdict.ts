/** @file What judging a case comes to, while runs may still be to come. */

import type { Missing } from './possible.js'
import type { Verdict } from './verdict.js'

export interface ProvisionalVerdict extends Verdict {
  /** Runs that are still to come can change it. */
  open: boolean
}

/** @param open whether runs that are still to come can change that */
export function absent({ reason }: Missing, open: boolean): ProvisionalVerdict {
  return { verdict: 'error', sentence: `no data: ${reason}`, open }
}
