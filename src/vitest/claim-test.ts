/** @file A claim as a test of Vitest. */

import { type Selection, run } from '../api/run.js'
import { helpOf, sentencesOf } from '../events/results.js'

/** What is used of Vitest's `test`, the same in all its versions. */
type Test = (
  name: string,
  options: { timeout: number },
  body: (context: { skip(note?: string): void }) => Promise<void>,
) => void

interface Settings extends Pick<Selection, 'profile' | 'engine'> {
  strict: boolean
}

/**
 * Passed and failed claims are passed and failed tests, a claim in error fails; a skipped claim is a
 * skipped test, and so is an inconclusive one, unless `strict`.
 * @param place the claim as `file:line`
 */
export function claimTest(
  test: Test,
  name: string,
  place: string,
  file: string,
  settings: Settings,
): void {
  // Training takes as long as it takes.
  test(name, { timeout: 0 }, async ({ skip }) => {
    const { strict, ...selection } = settings
    const { claims } = await run([place], { ...selection, strict })
    const [claim] = claims
    if (claim === undefined) throw new Error(`no claim stands at ${place} any more`)
    const { verdict } = claim
    if (verdict === 'pass') return
    const sentences = sentencesOf(claim).join('; ')
    if (verdict === 'skipped') return skip(sentences)
    if (verdict === 'inconclusive' && !strict) return skip(`inconclusive: ${sentences}`)
    const decisive = claim.expectations.find((one) => one.verdict.verdict === verdict)
    throw failure(
      [sentences, helpOf(claim)].filter((text) => text !== undefined).join('\n'),
      `${file}:${decisive?.line ?? claim.line}:1`,
    )
  })
}

/** An error that comes from the spec's line, not from here. */
function failure(message: string, at: string): Error {
  const error = new Error(message)
  error.name = 'ClaimError'
  error.stack = `ClaimError: ${message}\n    at claim (${at})`
  return error
}
