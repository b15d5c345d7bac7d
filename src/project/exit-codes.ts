/** @file Exit codes: part of the public interface, never renumbered. */

import type { JudgedClaim } from '../judge/verdict.js'
import { formatCount } from '../text/amounts.js'

export const exitCodes = {
  passed: 0,
  claimFailed: 1,
  usage: 2,
  runErrored: 3,
  inconclusive: 4,
  /** A bug in genspec: EX_SOFTWARE of sysexits.h. */
  fault: 70,
  interrupted: 130,
} as const

/**
 * @param strict true if inconclusive claims and {@link missingEvidence} count, as they do in CI
 */
export function exitCodeOf(judged: readonly JudgedClaim[], strict: boolean): number {
  const has = (verdict: JudgedClaim['verdict']) => judged.some((claim) => claim.verdict === verdict)
  if (has('fail')) return exitCodes.claimFailed
  if (has('error')) return exitCodes.runErrored
  if (!strict) return exitCodes.passed
  const open = has('inconclusive') || missingEvidence(judged) !== undefined
  return open ? exitCodes.inconclusive : exitCodes.passed
}

/**
 * Why these verdicts are not a success although none of them is bad: nothing was judged, or data is
 * missing. Claims that a profile, a budget or a filter leaves out do not count.
 */
export function missingEvidence(judged: readonly JudgedClaim[]): string | undefined {
  if (judged.length === 0) return 'the specs state no claim, so nothing was judged'
  if (judged.every(({ verdict }) => verdict === 'skipped')) {
    return 'every claim was skipped, so nothing was judged'
  }
  const without = judged.filter(({ skippedFor }) => skippedFor === 'data')
  if (without.length === 0) return undefined
  const names = without.map(({ claim }) => claim.name).join(', ')
  return `${formatCount(without.length, 'claim')} could not be judged because of missing data: ${names}`
}
