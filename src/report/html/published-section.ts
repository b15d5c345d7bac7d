/** @file The paper's tables and figures: each published value with the measured one, and a link to its claim. */

import type { Paper } from '../../claims/citation.js'
import type { ClaimReport } from '../../events/events.js'
import { asideOf } from '../../events/headline.js'
import type { Results } from '../../events/results.js'
import type { VerdictName } from '../../judge/verdict.js'
import { type Row, rowsOf } from '../measured.js'
import { type PaperPlace, isTableOrFigure, placeName, placesOf } from '../places.js'
import { verdictWords } from '../verdict-words.js'
import { type AnchorOf, linkTo } from './anchors.js'
import { curveFigure } from './curve-figure.js'
import type { Figure } from './figure.js'
import { type Html, html } from './markup.js'
import { paperFigures } from './paper-figures.js'

/** @returns an empty string if no claim is about published values or curves */
export function publishedSection(results: Results, anchorOf: AnchorOf): Html | string {
  const { start, claims } = results
  const places = placesOf(start.papers, claims).filter(isTableOrFigure)
  const sections = places.flatMap((place) => placeSection(place, start.papers, results, anchorOf))
  if (sections.length === 0) return ''
  return html`<section aria-labelledby="page-published">
    <h2 id="page-published">The paper's tables and figures</h2>
    ${sections}
  </section>`
}

function placeSection(
  place: PaperPlace,
  papers: readonly Paper[],
  results: Results,
  anchorOf: AnchorOf,
): Html[] {
  const rows = place.claims.flatMap((claim) => claimRows(claim, anchorOf))
  const figures = paperFigures(place.claims, results).get(place.place.replace(/\s/g, '')) ?? []
  if (rows.length === 0 && figures.length === 0) return []
  const name = placeName(place, papers)
  return [
    html`<details class="place" id="at-${name.replace(/\s+/g, '-')}" open>
      <summary>
        <h3>${name}</h3>
      </summary>
      ${rows.length === 0 ? '' : table(name, rows)}
      ${figures.length === 0 ? '' : html`<div class="figures">${figures.map(curvesOf(place, anchorOf))}</div>`}
    </details>`,
  ]
}

function table(name: string, rows: readonly Html[]): Html {
  return html`<div
    class="scroll"
    tabindex="0"
    role="region"
    aria-label="Published and measured values of ${name}"
  >
    <table class="published">
      <thead>
        <tr>
          <th scope="col">Claim</th>
          <th scope="col">Published</th>
          <th scope="col">Here</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`
}

/** The rows of a claim that reports values, each next to the measured value if an expectation is about it. */
function claimRows(claim: ClaimReport, anchorOf: AnchorOf): Html[] {
  const rows = rowsOf(claim)
  const published = rows.filter((row) => row.published !== '')
  if (published.length === 0) return []
  const isCompared = published.some(({ expectation }) => expectation !== undefined)
  if (!isCompared) {
    const deciding = rows.find(({ expectation }) => expectation?.verdict.verdict === claim.verdict)
    return [togetherRow(claim, published, deciding, anchorOf)]
  }
  return published.map(
    ({ expectation, quantity, published: value, measured }, index) =>
      html`<tr>
        <td>
          ${index === 0 ? html`${linkOf(claim, anchorOf)}<br />` : ''}<code>${quantity}</code>
        </td>
        <td>${value}</td>
        <td>${here(claim, measured, expectation?.verdict.verdict)}</td>
      </tr>`,
  )
}

/** A single row for all values of a claim, used if no expectation is about one of them alone. */
function togetherRow(
  claim: ClaimReport,
  published: readonly Row[],
  deciding: Row | undefined,
  anchorOf: AnchorOf,
): Html {
  return html`<tr>
    <td>
      ${linkOf(claim, anchorOf)}${deciding ? html`<br /><code>${deciding.quantity}</code>` : ''}
    </td>
    <td class="several">
      ${published.map(({ quantity, published: value }) => html`<div>${value} <code>${quantity}</code></div>`)}
    </td>
    <td>${here(claim, deciding?.measured ?? '', claim.verdict)}</td>
  </tr>`
}

/** Formats `99.24% (n = 1) passed`; the number of seeds belongs to the measured value. */
function here(claim: ClaimReport, measured: string, verdict: VerdictName | undefined): Html {
  if (verdict === undefined) return html``
  const aside = measured === '' ? asideOf(claim) : undefined
  return html`${measured}
    <span class="word ${verdict}">${verdictWords[verdict]}</span
    >${aside === undefined ? '' : html` <small>${aside}</small>`}`
}

function linkOf(claim: ClaimReport, anchorOf: AnchorOf): Html {
  return html`<a href="${linkTo(anchorOf(claim))}">${claim.title ?? claim.name}</a>`
}

/** A chart, and the claims that report its curves. */
function curvesOf({ claims }: PaperPlace, anchorOf: AnchorOf) {
  return (figure: Figure): Html => {
    const own = claims.filter(({ reported }) =>
      reported.some((one) => one.type === 'curve' && figure.papers.includes(one.name)),
    )
    const links = own.map(
      (claim) =>
        html`<li>
          ${linkOf(claim, anchorOf)}
          <span class="word ${claim.verdict}">${verdictWords[claim.verdict]}</span>
          ${asideOf(claim) === undefined ? '' : html`<small>${asideOf(claim)}</small>`}
        </li>`,
    )
    return curveFigure(
      figure,
      html`<ul class="legend">
        ${links}
      </ul>`,
    )
  }
}
