/** @file What verdicts are called in reports. */

import type { VerdictName } from '../judge/verdict.js'

export const verdictWords: Record<VerdictName, string> = {
  pass: 'passed',
  fail: 'failed',
  inconclusive: 'inconclusive',
  error: 'in error',
  skipped: 'skipped',
}
