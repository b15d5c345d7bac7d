/** @file Claims that did not pass as SARIF 2.1.0 (OASIS), for code scanning: a result at the expectation's line. */

import { sarifLog, sarifUri } from '../diagnostics/render/sarif-log.js'
import type { ClaimReport } from '../events/events.js'
import { type Results, byVerdict } from '../events/results.js'
import type { VerdictName } from '../judge/verdict.js'

const levels: Partial<Record<VerdictName, 'error' | 'warning' | 'note'>> = {
  fail: 'error',
  error: 'error',
  inconclusive: 'warning',
  skipped: 'note',
}

const rules: Record<Exclude<VerdictName, 'pass'>, string> = {
  fail: 'The runs contradict the claim.',
  error: 'The claim could not be judged: a run was lost or produced no number.',
  inconclusive: 'The runs do not show whether the claim holds.',
  skipped: 'The claim was not judged here.',
}

export function sarifReport({ start, claims, end }: Results): string {
  const open = byVerdict(claims).filter(({ verdict }) => verdict !== 'pass')
  const log = sarifLog({
    version: start.genspec,
    rules: Object.entries(rules).map(([name, text]) => ({
      id: `claim/${name}`,
      shortDescription: { text },
    })),
    invocations: [
      {
        commandLine: start.command,
        startTimeUtc: start.when,
        executionSuccessful: end !== undefined && !end.interrupted,
        ...(end && { exitCode: end.exitCode }),
      },
    ],
    results: open.flatMap(resultsOf),
  })
  return `${log}\n`
}

/** A result for each expectation that did not pass, or one for a claim that was skipped as a whole. */
function resultsOf(claim: ClaimReport) {
  const { name, verdict, sentence, help, line, expectations } = claim
  if (sentence !== undefined) return [resultOf(claim, verdict, line, name, sentence, help)]
  return expectations
    .filter((one) => one.verdict.verdict !== 'pass')
    .map((one) => {
      const { verdict: judged, sentence: said, help: advice } = one.verdict
      return resultOf(claim, judged, one.line, `${name}/${one.text}`, said, advice)
    })
}

function resultOf(
  { name, file, cites }: ClaimReport,
  verdict: VerdictName,
  line: number,
  identity: string,
  sentence: string,
  help: string | undefined,
) {
  return {
    ruleId: `claim/${verdict}`,
    level: levels[verdict],
    message: { text: `${name}: ${help === undefined ? sentence : `${sentence}\n${help}`}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: sarifUri(file) },
          region: { startLine: line },
        },
      },
    ],
    // A claim that moved to another line keeps its alert.
    partialFingerprints: { 'claim/v1': identity },
    properties: { verdict, cites: cites.map(({ paper, place }) => `${paper} ${place}`.trim()) },
  }
}
