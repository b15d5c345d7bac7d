/** @file The claims of a spec as tests of Vitest. */

import { type Selection, run as runClaims } from '../api/run.js'
import type { ClaimReport } from '../events/events.js'
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

/** What is used of Vitest's `afterAll`. */
type AfterAll = (body: () => void) => void

/**
 * Passed and failed claims are passed and failed tests, a claim in error fails; a skipped claim is a
 * skipped test, and so is an inconclusive one. With `strict`, an inconclusive claim and one without
 * its data fail, and so does a spec of which nothing was judged.
 * @param count of the spec's claims
 * @returns what makes a test of the claim that stands at `file:line`
 */
export function claimTests(
  test: Test,
  afterAll: AfterAll,
  file: string,
  count: number,
  { strict, ...selection }: Settings,
): (name: string, place: string) => void {
  if (strict && count === 0) throw failure('the spec states no claim', `${file}:1:1`)
  let [run, judged] = [0, 0]
  afterAll(() => {
    const nothing = strict && run > 0 && judged === 0
    if (nothing) throw failure('every claim was skipped, so that nothing was judged', `${file}:1:1`)
  })
  return (name, place) => {
    // Training takes as long as it takes.
    test(name, { timeout: 0 }, async ({ skip }) => {
      run++
      const [claim] = (await runClaims([place], selection)).claims
      if (claim === undefined) throw new Error(`no claim stands at ${place} any more`)
      const { verdict, skippedFor } = claim
      if (verdict !== 'skipped') judged++
      if (verdict === 'pass') return
      const sentences = sentencesOf(claim).join('; ')
      const lacksData = strict && skippedFor === 'data'
      if (verdict === 'skipped' && !lacksData) return skip(sentences)
      if (verdict === 'inconclusive' && !strict) return skip(`inconclusive: ${sentences}`)
      throw claimFailure(claim, file)
    })
  }
}

function claimFailure(claim: ClaimReport, file: string): Error {
  const { expectations, verdict, line } = claim
  const decisive = expectations.find((one) => one.verdict.verdict === verdict)
  const said = [sentencesOf(claim).join('; '), helpOf(claim)]
  return failure(
    said.filter((text) => text !== undefined).join('\n'),
    `${file}:${decisive?.line ?? line}:1`,
  )
}

/** An error that comes from the spec's line, not from here. */
function failure(message: string, at: string): Error {
  const error = new Error(message)
  error.name = 'ClaimError'
  error.stack = `ClaimError: ${message}\n    at claim (${at})`
  return error
}
