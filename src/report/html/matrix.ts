/** @file The claims by verdict, a row for each place in a paper, or each spec where nothing is cited. */

import type { ClaimReport } from '../events.js'
import { countsOf, worstFirst } from '../results.js'
import { verdictWords } from '../words.js'
import { type Html, html } from './markup.js'

export function matrix(claims: readonly ClaimReport[], idOf: (claim: ClaimReport) => string): Html {
  const rows = new Map<string, ClaimReport[]>()
  for (const claim of claims) {
    const [cited] = claim.cites
    const place = cited ? `${cited.paper} ${cited.place}`.trim() : claim.file
    rows.set(place, [...(rows.get(place) ?? []), claim])
  }
  const counts = countsOf(claims)
  const columns = [...worstFirst].reverse().filter((name) => counts[name] > 0)
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
                          html`<a class="cell ${name}" href="#${idOf(claim)}">${claim.name}</a> `,
                      )}
                  </td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}
