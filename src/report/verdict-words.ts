/** @file The names of verdicts in reports. */

import type { VerdictName } from '../judge/verdict.js'

export const verdictWords: Record<VerdictName, string> = {
  pass: 'passed',
  fail: 'failed',
  inconclusive: 'inconclusive',
  error: 'in error',
  skipped: 'skipped',
}

/** The condition on which every verdict rests. */
export const onTheseTestImages =
  'A verdict is about the networks that other seeds would train, on the same test images; only a claim `beyond this test set` is about other images too.'
