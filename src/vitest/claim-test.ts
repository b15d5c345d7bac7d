/** @file The claims of a spec as tests of Vitest. */

import { type Selection, run as runClaims } from '../api/run.js'
import type { ClaimReport } from '../events/events.js'
import { helpOf, sentencesOf } from '../events/results.js'

/** The part of Vitest's `test` in use, the same in all versions. */
type Test = (
  name: string,
  options: { timeout: number },
  body: (context: { skip(note?: string): void }) => Promise<void>,
) => void

interface Settings extends Pick<Selection, 'profile' | 'engine'> {
  strict: boolean
}

/** The part of Vitest's `afterAll` in use. */
type AfterAll = (body: () => void) => void

/**
 * A passed claim is a passed test. A failed claim and a claim in error are failed tests. A skipped or
 * inconclusive claim is a skipped test. With `strict`, an inconclusive claim, a claim without its data
 * and a spec without a judged claim fail.
 * @param count the number of the spec's claims
 * @returns a function that makes a test of the claim at `file:line`
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
    if (nothing) throw failure('every claim was skipped, so nothing was judged', `${file}:1:1`)
  })
  return (name, place) => {
    // Training has no time limit.
    test(name, { timeout: 0 }, async ({ skip }) => {
      run++
      const [claim] = (await runClaims([place], selection)).claims
      if (claim === undefined) throw new Error(`there is no claim at ${place} any more`)
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

/** An error whose stack points to the spec's line. */
function failure(message: string, at: string): Error {
  const error = new Error(message)
  error.name = 'ClaimError'
  error.stack = `ClaimError: ${message}\n    at claim (${at})`
  return error
}
