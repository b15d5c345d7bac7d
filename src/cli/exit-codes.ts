/** @file Exit codes: part of the public interface, never renumbered. */

import type { JudgedClaim } from '../judge/verdict.js'

export const exitCodes = {
  passed: 0,
  claimFailed: 1,
  usage: 2,
  runErrored: 3,
  inconclusive: 4,
  /** Of genspec itself: EX_SOFTWARE of sysexits.h. */
  fault: 70,
  interrupted: 130,
} as const

/** @param strict whether an inconclusive claim counts, as it does in CI */
export function exitCodeOf(judged: readonly JudgedClaim[], strict: boolean): number {
  const has = (verdict: JudgedClaim['verdict']) => judged.some((claim) => claim.verdict === verdict)
  if (has('fail')) return exitCodes.claimFailed
  if (has('error')) return exitCodes.runErrored
  if (strict && has('inconclusive')) return exitCodes.inconclusive
  return exitCodes.passed
}
