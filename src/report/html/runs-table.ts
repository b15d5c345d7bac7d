/** @file The runs of a claim, each with its provenance and the command that trains it again. */

import type { ClaimReport } from '../../events/events.js'
import type { Results, RunResult } from '../../events/results.js'
import { formatCount } from '../../text/amounts.js'
import { type Html, html } from './markup.js'

export function runsTable({ name, expectations }: ClaimReport, { runs }: Results): Html | string {
  const keys = new Set(
    expectations.flatMap(({ cases }) =>
      cases.flatMap(({ arms }) => arms.flatMap((arm) => arm.runs.map(({ key }) => key))),
    ),
  )
  const shown = [...keys].flatMap((key) => runs.get(key) ?? [])
  if (shown.length === 0) return ''
  return html`<details class="runs">
    <summary>${formatCount(shown.length, 'run')}: provenance</summary>
    <div class="scroll" tabindex="0" role="region" aria-label="Runs of ${name}">
      <table>
        <thead>
          <tr>
            ${['Run', 'Seed', 'Status', 'Epochs', 'Engine', 'Started', 'Took', 'Made with', 'Train it again'].map((head) => html`<th scope="col">${head}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${shown.map(row)}
        </tbody>
      </table>
    </div>
  </details>`
}

function row({ key, label, seed, record, curve }: RunResult): Html {
  if (record === undefined) {
    return html`<tr>
      <td>${label}</td>
      <td>${seed}</td>
      <td>lost</td>
      <td>${curve.at(-1)?.epoch ?? 0}</td>
      <td colspan="5"></td>
    </tr>`
  }
  const { engine, provenance } = record
  const commit = provenance.git
    ? `, commit ${provenance.git.commit.slice(0, 10)}${provenance.git.dirty === undefined ? '' : ' with changes'}`
    : ''
  const versions = `genspec ${provenance.genspec}, Node ${provenance.node}, ${provenance.platform}${commit}`
  return html`<tr>
    <td title="${key}">${label}</td>
    <td>${seed}</td>
    <td>${record.status}</td>
    <td>${record.curve.at(-1)?.epoch ?? 0}</td>
    <td>${engine.name} ${engine.version}, ${engine.device}</td>
    <td>${provenance.startedAt.slice(0, 19).replace('T', ' ')}</td>
    <td>${provenance.seconds.toFixed(1)} s</td>
    <td>${versions}</td>
    <td><code>${provenance.rerun}</code></td>
  </tr>`
}
