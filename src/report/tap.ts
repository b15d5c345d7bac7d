/** @file TAP version 14: a test point per claim. A skipped or inconclusive claim is a directive. */

import { basisOfClaim, checkWords } from '../events/headline.js'
import { type Results, helpOf, sentencesOf } from '../events/results.js'
import { mapTexts, visible } from '../text/visible.js'

export function tapReport(results: Results): string {
  const { claims } = mapTexts(results, visible)
  const lines = ['TAP version 14', `1..${claims.length}`]
  for (const [index, claim] of claims.entries()) {
    const { verdict, name, title, file, line } = claim
    const failed = verdict === 'fail' || verdict === 'error'
    const check = basisOfClaim(claim) === 'published' ? ` (${checkWords})` : ''
    const text = escape(`${title === undefined ? name : `${name}: ${title}`}${check}`)
    const sentences = sentencesOf(claim).join('; ')
    const directive =
      verdict === 'skipped'
        ? ` # SKIP ${escape(sentences)}`
        : verdict === 'inconclusive'
          ? ` # TODO inconclusive: ${escape(sentences)}`
          : ''
    // An inconclusive claim is `not ok # TODO`, which does not fail the plan.
    const ok = failed || verdict === 'inconclusive' ? 'not ok' : 'ok'
    lines.push(`${ok} ${index + 1} - ${text}${directive}`)
    if (!failed) continue
    const help = helpOf(claim)
    lines.push(
      '  ---',
      `  verdict: ${verdict}`,
      `  message: ${JSON.stringify(sentences)}`,
      ...(help === undefined ? [] : [`  help: ${JSON.stringify(help)}`]),
      `  at: ${JSON.stringify(`${file}:${line}`)}`,
      '  ...',
    )
  }
  return `${lines.join('\n')}\n`
}

/** A line that ends with `{` would begin a subtest. */
function escape(text: string): string {
  return text.replace(/[\\#]/g, '\\$&').replace(/\{\s*$/, '{…')
}
