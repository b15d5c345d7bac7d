/** @file The runs of a claim, each with its provenance and the command that trains it again. */

import type { ClaimReport, RunSummary } from '../../events/events.js'
import type { Results, ReportedRun } from '../../events/results.js'
import { formatCount } from '../../text/amounts.js'
import { type Html, html } from './markup.js'

/** Each once. */
export function runsOf({ expectations }: ClaimReport, runs: Results['runs']): ReportedRun[] {
  const keys = new Set(
    expectations.flatMap(({ cases }) =>
      cases.flatMap(({ arms }) => arms.flatMap((arm) => arm.runs.map(({ key }) => key))),
    ),
  )
  return [...keys].flatMap((key) => runs.get(key) ?? [])
}

/** `tensorflow TensorFlow 2.21.0, cpu; genspec 0.1.0, Node v22.1.0, linux x64, commit 0123456789` */
export function madeWith({ engine, provenance }: RunSummary): string {
  const { genspec, node, platform, git } = provenance
  const changes = git?.dirty === undefined ? '' : ' with changes'
  const commit = git ? `, commit ${git.commit.slice(0, 10)}${changes}` : ''
  const { name, version, device } = engine
  return `${name} ${version}, ${device}; genspec ${genspec}, Node ${node}, ${platform}${commit}`
}

export function runsTable(claim: ClaimReport, { runs }: Results): Html | string {
  const shown = runsOf(claim, runs)
  if (shown.length === 0) return ''
  return html`<details class="runs">
    <summary>${formatCount(shown.length, 'run')}: provenance</summary>
    <div class="scroll" tabindex="0" role="region" aria-label="Runs of ${claim.name}">
      <table>
        <thead>
          <tr>
            ${['Run', 'Seed', 'Status', 'Epochs', 'Started', 'Took', 'Made with', 'Train it again'].map((head) => html`<th scope="col">${head}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${shown.map(row)}
        </tbody>
      </table>
    </div>
  </details>`
}

function row({ key, label, seed, record, curve }: ReportedRun): Html {
  if (record === undefined) {
    return html`<tr>
      <td>${label}</td>
      <td>${seed}</td>
      <td>lost</td>
      <td>${curve.at(-1)?.epoch ?? 0}</td>
      <td colspan="4"></td>
    </tr>`
  }
  const { provenance } = record
  return html`<tr>
    <td title="${key}">${label}</td>
    <td>${seed}</td>
    <td>${record.status}</td>
    <td>${record.curve.at(-1)?.epoch ?? 0}</td>
    <td>${provenance.startedAt.slice(0, 19).replace('T', ' ')}</td>
    <td>${provenance.seconds.toFixed(1)} s</td>
    <td>${madeWith(record)}</td>
    <td><code>${provenance.rerun}</code></td>
  </tr>`
}
