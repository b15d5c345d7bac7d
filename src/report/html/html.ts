/** @file The results as one self-contained HTML file, without network or server. */

import type { Paper } from '../../claims/citation.js'
import { chanceTexts } from '../../events/chance.js'
import { headline } from '../../events/headline.js'
import {
  type Results,
  bestFirst,
  byVerdict,
  countsOf,
  incompleteness,
  worstFirst,
} from '../../events/results.js'
import { mapTexts, visibleLines } from '../../text/visible.js'
import { webAddress } from '../../text/web-address.js'
import { onTheseTestImages, verdictWords } from '../verdict-words.js'
import { anchorsOf } from './anchors.js'
import { claimSection } from './claim-section.js'
import { type Html, html, trusted } from './markup.js'
import { matrix } from './matrix.js'
import { publishedSection } from './published-section.js'
import { runsAppendix } from './runs-appendix.js'
import { script } from './script.js'
import { style } from './style.js'

export async function htmlReport(told: Results): Promise<string> {
  const results = mapTexts(told, visibleLines)
  const { start, claims } = results
  const incomplete = incompleteness(results)
  const counts = countsOf(claims)
  const anchorOf = anchorsOf(claims)
  const published = publishedSection(results, anchorOf)
  const provenance = runsAppendix(results)
  const title = headline(claims)
  const verdicts = worstFirst.filter((name) => counts[name] > 0)
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
        />
        <title>${title} · genspec</title>
        <style>
          ${trusted(style)}
        </style>
      </head>
      <body>
        <header>
          <h1>${title}</h1>
          <div class="bar" aria-hidden="true">
            ${bestFirst.filter((name) => counts[name] > 0).map((name) => html`<span class="${name}" style="flex: ${counts[name]}"></span>`)}
          </div>
          <p class="lead">
            ${verdicts.map((name) => `${counts[name]} ${verdictWords[name]}`).join(', ') || 'nothing was judged'}${start.profile === undefined ? '' : html`, in profile <code>${start.profile}</code>`}
          </p>
          ${chanceTexts(start.papers, claims).map((text) => html`<p class="soft">${text}</p>`)}
          ${incomplete === undefined ? '' : html`<p class="help">${incomplete}</p>`}
          ${start.papers.map(paperLine)}
          <p class="soft">
            <code>${start.command}</code>, ${start.when.slice(0, 16).replace('T', ' ')} UTC, genspec
            ${start.genspec}, engine ${start.engine.name}
          </p>
          <nav aria-label="On this page">
            ${published === '' ? '' : html`<a href="#page-published">Tables and figures</a>`}
            <a href="#page-matrix">Claims by verdict</a>
            <a href="#page-claims">Claims</a>
            ${provenance === '' ? '' : html`<a href="#page-provenance">Provenance</a>`}
          </nav>
        </header>
        <main>
          ${published}
          <details class="place" id="page-matrix" open>
            <summary><h2>Claims by verdict</h2></summary>
            ${matrix(results, anchorOf)}
          </details>
          <h2 id="page-claims">Claims</h2>
          <form class="tools" role="search" onsubmit="return false">
            <label
              >Search <input id="page-search" type="search" placeholder="press / to search"
            /></label>
            <fieldset>
              <legend>Show</legend>
              ${verdicts.map((name) => html`<label><input type="checkbox" name="verdict" value="${name}" checked /> ${verdictWords[name]}</label>`)}
            </fieldset>
            <button id="page-toggle" type="button" aria-pressed="false">Open all</button>
            <span id="page-status" role="status"></span>
          </form>
          <p class="note">
            In a claim's charts the shade is where the claim holds, small dots are seeds, and the
            large dot with its bar is the estimate with its interval; the thin ends of a bar are
            those that a fail needs outside the shade. A hollow dot is a bound.
          </p>
          ${byVerdict(claims).map((claim): Html => claimSection(claim, anchorOf(claim), results))}
          ${provenance}
        </main>
        <footer class="soft">
          <p>
            The interval of its estimate over seeds decides whether a claim passes, fails or is
            inconclusive; a claim without data never passes.
          </p>
          <p>${onTheseTestImages}</p>
        </footer>
        <script>
          ${trusted(script)}
        </script>
      </body>
    </html> `
  return page.text
}

function paperLine({ name, title = name, authors, venue, link }: Paper): Html {
  const address = webAddress(link ?? '')
  const text = html`<i>${title}</i>`
  const linked = address === undefined ? text : html`<a href="${address}">${text}</a>`
  const rest = [authors, venue].filter((part) => part !== undefined).map((part) => `, ${part}`)
  return html`<p>${linked}${rest}</p>`
}
