/** @file The claims by verdict: a row for each place in a paper, or for each spec without citations. */

import type { ClaimReport } from '../../events/events.js'
import { asideOf } from '../../events/headline.js'
import { countsOf, bestFirst } from '../../events/results.js'
import { verdictWords } from '../words.js'
import { type Html, html } from './markup.js'

export function matrix(claims: readonly ClaimReport[], idOf: (claim: ClaimReport) => string): Html {
  const rows = new Map<string, ClaimReport[]>()
  const papers = new Set(claims.flatMap(({ cites }) => cites.map(({ paper }) => paper)))
  for (const claim of claims) {
    const [cited] = claim.cites
    const place = cited ? placeOf(cited, papers.size > 1) : claim.file
    rows.set(place, [...(rows.get(place) ?? []), claim])
  }
  const counts = countsOf(claims)
  const columns = bestFirst.filter((name) => counts[name] > 0)
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Claims by verdict">
    <table class="matrix">
      <thead>
        <tr>
          <th scope="col">Where</th>
          ${columns.map((name) => html`<th scope="col">${verdictWords[name]} (${counts[name]})</th>`)}
        </tr>
      </thead>
      <tbody>
        ${[...rows].map(
          ([place, own]) =>
            html`<tr>
              <th scope="row">${place}</th>
              ${columns.map(
                (name) =>
                  html`<td>
                    ${own
                      .filter(({ verdict }) => verdict === name)
                      .map(
                        (claim) =>
                          html`<a class="cell ${name}" href="#${idOf(claim)}"
                            >${breakable(claim.name)}${aside(claim)}</a
                          > `,
                      )}
                  </td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

function aside(claim: ClaimReport): Html | string {
  const text = asideOf(claim)
  return text === undefined ? '' : html` <small>${text}</small>`
}

/** With one paper, the head of the page names it; several have to be distinguished here. */
function placeOf({ paper, place }: ClaimReport['cites'][number], several: boolean): string {
  return several || place === '' ? `${paper} ${place}`.trim() : place
}

/** Names break between their words. */
function breakable(name: string): (Html | string)[] {
  return name
    .split(/(?<=_)/)
    .flatMap((word, index) => (index === 0 ? [word] : [html`<wbr />`, word]))
}
