/** @file A claim on the page: its sentence, the spec's lines, published and measured values, charts, runs. */

import type { ClaimReport } from '../../events/events.js'
import { asideOf } from '../../events/headline.js'
import { type Results, helpOf, sentencesOf } from '../../events/results.js'
import { rowsOf } from '../measured.js'
import { verdictWords } from '../verdict-words.js'
import { caseFigures } from './case-figures.js'
import { curveFigure } from './curve-figure.js'
import type { Figure } from './figure.js'
import { figuresOf } from './figures.js'
import { type Html, html, trusted } from './markup.js'
import { runsTable } from './runs-table.js'

export function claimSection(claim: ClaimReport, id: string, results: Results): Html {
  const isOpen = claim.verdict === 'fail' || results.claims.length === 1
  const { name, title, verdict, file, line, text, cites, tags, exploratory, dataNotes = [] } = claim
  const where = cites.map(({ paper, place }) => `${paper} ${place}`.trim()).join('; ')
  const sentences = sentencesOf(claim)
  const words = [name, title, file, where, ...tags, verdict, ...sentences, text]
  const help = helpOf(claim)
  const figures = figuresOf([claim], results)
  const aside = asideOf(claim)
  return html` <article
    class="claim"
    id="${id}"
    data-verdict="${verdict}"
    data-words="${words.join(' ').toLowerCase()}"
  >
    <details${isOpen ? trusted(' open') : ''}>
      <summary>
        <span class="verdict ${verdict}">${verdictWords[verdict]}</span>
        <span class="heading"
          ><b>${title ?? name}</b>
          <code>${name}</code
          >${aside === undefined ? '' : html` <small>${aside}</small>`}${exploratory ? html` <i>exploratory</i>` : ''}<br />
          <span class="sentence">${sentences.join('; ')}</span></span
        >
      </summary>
      <div class="body">
        <p class="about">
          ${where === '' ? '' : `${where} · `}${file}:${line}${tags.map((tag) => html` · <span class="tag">${tag}</span>`)}
        </p>
        ${help === undefined ? '' : html`<p class="help">${help}</p>`}${dataNotes.map((note) => html`<p class="note">Data: ${note}</p>`)}
        <pre
          class="spec"
          tabindex="0"
          role="region"
          aria-label="The spec of ${name}"
        ><code>${text}</code></pre>
        ${publishedTable(claim)} ${caseFigures(claim.expectations, sentences)}
        <div class="figures">${figures.map((figure) => curveFigure(figure))}</div>
        ${missingCurves(claim, figures)} ${runsTable(claim, results)}
        <p>
          <span class="label">Run this claim again</span>
          <code class="command">${rerun(claim)}</code>
        </p>
      </div>
    </details>
  </article>`
}

function rerun({ file, line, profile }: ClaimReport): string {
  return `genspec ${file}:${line}${profile === undefined ? '' : ` --profile ${profile}`}`
}

function publishedTable(claim: ClaimReport): Html | string {
  const rows = rowsOf(claim)
  if (rows.length === 0) return ''
  const hasPublished = rows.some(({ published }) => published !== '')
  return html`<div
    class="scroll"
    tabindex="0"
    role="region"
    aria-label="Published and measured values of ${claim.name}"
  >
    <table>
      <thead>
        <tr>
          <th scope="col">Expected</th>
          ${hasPublished ? html`<th scope="col">Published</th>` : ''}
          <th scope="col">Measured</th>
          <th scope="col">Verdict</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ expectation, quantity, published, measured }) =>
            html`<tr>
              <td><code>${expectation?.text ?? quantity}</code></td>
              ${hasPublished ? html`<td>${published}</td>` : ''}
              <td>${measured}</td>
              <td>
                ${expectation ? html`<span class="verdict ${expectation.verdict.verdict}">${verdictWords[expectation.verdict.verdict]}</span>` : ''}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

/** Explains why a published curve is not shown. */
function missingCurves({ reported }: ClaimReport, figures: readonly Figure[]): Html[] {
  const drawn = new Set(figures.flatMap(({ papers }) => papers))
  return reported.flatMap((one) => {
    if (one.type !== 'curve' || drawn.has(one.name)) return []
    const why =
      one.points === undefined
        ? html`no <code>curves.json</code> beside the spec has it`
        : html`nothing was measured here over its axes, ${one.x} and ${one.y}`
    return [html`<p class="note">The paper's curve ${one.name} is not shown: ${why}.</p>`]
  })
}
