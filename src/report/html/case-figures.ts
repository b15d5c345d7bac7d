/** @file The cases of a claim's expectations as figures: the interval, the sentence and each seed. */

import type { CaseReport, ExpectationReport } from '../../events/events.js'
import { caseOf } from '../../events/results.js'
import { seedText } from '../evidence-text.js'
import { intervalChart } from './interval-chart.js'
import { type Html, html } from './markup.js'

/** Up to this number, all cases are shown; otherwise only the decisive one. */
const fewCases = 2

/** @param said the sentences above the figures, which they do not repeat */
export function caseFigures(
  expectations: readonly ExpectationReport[],
  said: readonly string[],
): Html[] {
  const shown = expectations.flatMap((one) =>
    spokenCases(one).map((spoken) => caseFigure(spoken, one.text, said)),
  )
  return [
    html`<div class="figures">${shown}</div>`,
    ...expectations.map((one) => others(one, said)),
  ]
}

function spokenCases(expectation: ExpectationReport): CaseReport[] {
  const spoken = caseOf(expectation)
  return expectation.cases.length <= fewCases || !spoken ? expectation.cases : [spoken]
}

function others(expectation: ExpectationReport, said: readonly string[]): Html {
  const spoken = spokenCases(expectation)
  const rest = expectation.cases.filter((one) => !spoken.includes(one))
  if (rest.length === 0) return html``
  return html`<details class="cases">
    <summary>${rest.length} more cases of <code>${expectation.text}</code></summary>
    <div class="figures">${rest.map((one) => caseFigure(one, expectation.text, said))}</div>
  </details>`
}

/** The figure of a case. Evidence without runs is a single number without seeds, so it gets no chart. */
function caseFigure(
  { label, verdict, sentence, evidence, arms }: CaseReport,
  expected: string,
  said: readonly string[],
): Html {
  const name = label === undefined ? expected : `${expected}, ${label}`
  const measured = arms.length > 0 ? evidence : undefined
  const svg = measured && intervalChart(measured, name)
  const isSaid = said.some((one) => one.includes(sentence))
  if (svg === undefined && (isSaid || sentence === '')) return html``
  const notes = [
    ...(isSaid ? [] : [`${sentence}.`]),
    ...(measured?.n === 1 ? ['One seed: a point comparison.'] : []),
  ]
  return html`<figure>
    <figcaption>
      <span class="mark ${verdict}" aria-hidden="true"></span><code>${name}</code>
    </figcaption>
    ${svg ?? ''} ${notes.length === 0 ? '' : html`<p class="note">${notes.join(' ')}</p>`}
    ${
      measured === undefined
        ? ''
        : html`<details class="seeds">
            <summary>Each seed</summary>
            <p>${measured.perSeed.map((seed) => seedText(measured, seed)).join('; ')}</p>
          </details>`
    }
  </figure>`
}
