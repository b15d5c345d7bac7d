/** @file The provenance of all runs, each once, by what they were made with. */

import type { ClaimReport } from '../../events/events.js'
import type { Results, ReportedRun } from '../../events/results.js'
import { formatCount } from '../../text/amounts.js'
import { type Html, html } from './markup.js'
import { madeWith, runsOf } from './runs-table.js'

export function runsAppendix({ claims, runs }: Results): Html | string {
  const used = new Set(claims.flatMap((claim: ClaimReport) => runsOf(claim, runs)))
  if (used.size === 0) return ''
  const groups = new Map<string, ReportedRun[]>()
  for (const run of used) {
    const how = run.record ? madeWith(run.record) : 'Lost'
    groups.set(how, [...(groups.get(how) ?? []), run])
  }
  return html`<details class="appendix" id="page-provenance">
    <summary><h2>Provenance of ${formatCount(used.size, 'run')}</h2></summary>
    ${[...groups].map(
      ([how, own]) =>
        html`<div class="scroll" tabindex="0" role="region" aria-label="${how}">
          <table>
            <caption>
              ${how}
            </caption>
            <thead>
              <tr>
                ${['Run', 'Seed', 'Status', 'Epochs', 'Started', 'Took', 'Key'].map((head) => html`<th scope="col">${head}</th>`)}
              </tr>
            </thead>
            <tbody>
              ${own.map(row)}
            </tbody>
          </table>
        </div>`,
    )}
  </details>`
}

function row({ key, label, seed, record, curve }: ReportedRun): Html {
  const { startedAt = '', seconds } = record?.provenance ?? {}
  return html`<tr>
    <td>${label}</td>
    <td>${seed}</td>
    <td>${record?.status ?? 'lost'}</td>
    <td>${(record?.curve ?? curve).at(-1)?.epoch ?? 0}</td>
    <td>${startedAt.slice(0, 10)}</td>
    <td>${seconds === undefined ? '' : `${seconds.toFixed(1)} s`}</td>
    <td><code>${key.slice(0, 10)}</code></td>
  </tr>`
}
