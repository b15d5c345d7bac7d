/** @file A plan with its costs, for people. */

import chalk from 'chalk'
import type { PlanReport, RunCost } from '../project/plan-report.js'
import {
  formatCount,
  formatDuration,
  formatOperations,
  formatRange,
  formatSeeds,
  isOpen,
} from '../text/amounts.js'
import { formatBytes } from '../text/bytes.js'
import { tableText } from '../text/table.js'

export function planText(report: PlanReport): string {
  const { engine, claims, totals, leftOut, sideBySide } = report
  const skipped = claims.filter((claim) => claim.skipped !== undefined)
  const counted = claims.length - skipped.length - leftOut.length
  const runs = `${formatCount(totals.stored, 'run')} stored, ${totals.new} to train`
  const parts = [
    `${formatCount(counted, 'claim')}: ${runs}  ${chalk.dim(`engine: ${engine.name} (${engine.reason})`)}`,
  ]
  if (report.runs.length > 0) parts.push('', runsText(report.runs))
  if (skipped.length > 0) {
    parts.push('', ...skipped.map(({ name, skipped }) => ` - ${name} is skipped: ${skipped ?? ''}`))
  }
  if (leftOut.length > 0) {
    parts.push('', 'Left out, over the budget:')
    parts.push(
      ...leftOut.map(
        ({ name, file, line, seconds }) =>
          ` - ${name} may add ${formatDuration(seconds)}  ${chalk.dim(`${file}:${line}`)}`,
      ),
    )
  }
  if (totals.new === 0 && totals.download > 0) {
    parts.push('', `${formatBytes(totals.download)} to download`)
  }
  if (totals.new > 0) {
    const { jobs, threads } = sideBySide
    const side = `${jobs} at a time with ${formatCount(threads, 'thread')} each`
    const time = totals.unknown === totals.new ? 'time unknown' : formatRange(totals.seconds)
    const unknown =
      totals.unknown > 0 && totals.unknown < totals.new
        ? ` and ${formatCount(totals.unknown, 'run')} of unknown time`
        : ''
    parts.push(
      '',
      `Total: ${time}${unknown}, ${side}; at most ${formatOperations(totals.flops)}, ` +
        `${formatBytes(totals.memory)} of memory, ${formatBytes(totals.download)} to download`,
    )
  }
  const openEnded = report.runs.some(({ prediction }) => prediction && isOpen(prediction.seconds))
  if (openEnded)
    parts.push(
      chalk.dim('After a first seed has run, genspec knows better when `until` ends such a run.'),
    )
  return parts.join('\n')
}

/** One row for runs that differ only in the seed. */
function runsText(runs: readonly RunCost[]): string {
  const groups = new Map<string, RunCost[]>()
  for (const run of runs) {
    const basis = run.prediction && {
      ...run.prediction,
      seconds: formatRange(run.prediction.seconds),
    }
    const name = JSON.stringify([run.label, run.state, run.why, basis])
    groups.set(name, [...(groups.get(name) ?? []), run])
  }
  const rows = [...groups.values()].map((group) => {
    const [run] = group as [RunCost]
    const { label, state, why, parameters, flops, prediction, memory } = run
    return [
      label,
      formatSeeds(group.map(({ seed }) => seed)),
      paint[state](state),
      parameters.toLocaleString('en'),
      formatOperations(flops),
      state === 'new' ? (prediction ? formatRange(prediction.seconds) : 'unknown') : '',
      state === 'new' ? formatBytes(prediction?.memory ?? memory) : '',
      state === 'new' && prediction ? `${prediction.basis}; ${why}` : why,
    ]
  })
  const head = ['run', 'seed', 'state', 'parameters', 'work', 'time each', 'memory', 'why']
  return tableText(head, rows, [3, 4, 6])
}

const paint = { stored: chalk.green, new: chalk.yellow, 'no data': chalk.red }
