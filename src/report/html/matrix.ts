/** @file The claims by verdict, with a row for each cited place, or each spec without citations. */

import type { ClaimReport } from '../../events/events.js'
import { asideOf } from '../../events/headline.js'
import { type Results, bestFirst, countsOf } from '../../events/results.js'
import { firstPlacesOf, placeName } from '../places.js'
import { verdictWords } from '../verdict-words.js'
import { type AnchorOf, linkTo } from './anchors.js'
import { type Html, html } from './markup.js'

export function matrix({ start, claims }: Results, anchorOf: AnchorOf): Html {
  const counts = countsOf(claims)
  const columns = bestFirst.filter((name) => counts[name] > 0)
  const uncited = claims.filter(({ cites }) => cites.length === 0)
  const rows = [
    ...firstPlacesOf(start.papers, claims).map((place) => ({
      name: placeName(place, start.papers),
      own: place.claims,
    })),
    ...[...new Set(uncited.map(({ file }) => file))].map((name) => ({
      ...{ name, own: uncited.filter(({ file }) => file === name) },
    })),
  ]
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Claims by verdict">
    <table class="matrix">
      <thead>
        <tr>
          <th scope="col">Where</th>
          ${columns.map((name) => html`<th scope="col">${verdictWords[name]} (${counts[name]})</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ name: place, own }) =>
            html`<tr>
              <th scope="row">${place}</th>
              ${columns.map((name) => {
                const cells = own.filter(({ verdict }) => verdict === name)
                return html`<td
                  class="${cells.length === 0 ? 'none' : name}"
                  data-verdict="${verdictWords[name]}"
                >
                  ${cells.map((claim) => cellOf(claim, anchorOf))}
                </td>`
              })}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

function cellOf(claim: ClaimReport, anchorOf: AnchorOf): Html {
  const { name, verdict } = claim
  const aside = asideOf(claim)
  return html`<a class="cell ${verdict}" href="${linkTo(anchorOf(claim))}"
    >${breakable(name)}${aside === undefined ? '' : html` <small>${aside}</small>`}</a
  > `
}

/** Names break between their words. */
function breakable(name: string): (Html | string)[] {
  return name
    .split(/(?<=_)/)
    .flatMap((word, index) => (index === 0 ? [word] : [html`<wbr />`, word]))
}
