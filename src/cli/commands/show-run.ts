/** @file `genspec show run KEY`: a stored run with its set-up as a spec, its curve and its provenance. */

import { Command } from '@commander-js/extra-typings'
import chalk from 'chalk'
import prettyMilliseconds from 'pretty-ms'
import type { Evaluation } from '../../kinds/metric.js'
import type { Registry } from '../../kinds/registry.js'
import { componentsOf } from '../../plan/components.js'
import { openProject } from '../../project/project.js'
import { UsageError } from '../../project/spec-files.js'
import { findRun } from '../../store/find-run.js'
import type { RunRecord } from '../../store/record.js'
import { formatBytes } from '../../text/bytes.js'
import { shownPath } from '../../text/shown-path.js'
import { listText, tableText } from '../../text/table.js'
import { mapTexts, printable } from '../../text/visible.js'
import { printJson } from '../print-json.js'

/** The number of evaluations without `--all`. */
const shownEvaluations = 12

export function showRunCommand() {
  return new Command('run')
    .description('a stored run: set-up, curve and provenance')
    .argument('<key>', "the run's key or its first characters")
    .option('--all', 'show every evaluation of the curve')
    .option('--json', 'the record as JSON')
    .action(async (key, { all, json }) => {
      const { store, registry } = await openProject()
      const found = await findRun(store, key)
      if ('refusal' in found) throw new UsageError(found.refusal)
      const { folder } = found
      if (json) {
        printJson(found.record)
        return
      }
      const record = mapTexts(found.record, printable)
      const text = runText(registry, record, folder, all ? Infinity : shownEvaluations)
      process.stdout.write(`${text}\n`)
    })
}

function runText(registry: Registry, record: RunRecord, folder: string, shown: number): string {
  const { provenance, engine, curve } = record
  const components = componentsOf(registry, record)
  const ended = record.reason === undefined ? '' : `: ${record.reason}`
  return [
    `${chalk.bold(provenance.label)}, seed ${record.seed}`,
    listText([
      ['key', record.key],
      ['status', record.status + ended],
      ['set-up', components[0]?.words ?? ''],
      ...components.slice(1).map(({ words }): [string, string] => ['', words]),
    ]),
    '',
    curveText(curve, shown),
    '',
    listText([
      ['parameters', record.parameters.toLocaleString('en')],
      ['time', duration(provenance.seconds)],
      ...(provenance.trainer
        ? []
        : [['memory', `${formatBytes(provenance.peakMemory)} at its peak`] as [string, string]]),
      ...(provenance.trainer
        ? [['device', engine.device] as [string, string], ...trainerLines(provenance.trainer)]
        : [['device', `${engine.device}, ${engine.threads} threads`] as [string, string]]),
      ['made', `${provenance.startedAt}, genspec ${provenance.genspec}, Node ${provenance.node}`],
      ['on', `${provenance.platform}, ${provenance.processor}`],
      ...(provenance.git ? [gitLine(provenance.git)] : []),
      ...(provenance.retriedAfter === undefined
        ? []
        : [['retried', provenance.retriedAfter] as [string, string]]),
      ...(provenance.dataNotes ?? []).map((note): [string, string] => ['data', note]),
      ['for', provenance.spec],
      ['folder', shownPath(folder)],
      ['rerun', provenance.rerun],
    ]),
  ].join('\n')
}

function trainerLines({
  environment,
}: NonNullable<RunRecord['provenance']['trainer']>): [string, string][] {
  return Object.entries(environment)
    .filter(([name]) => name !== 'device')
    .map(([name, value]): [string, string] => [name, value])
}

function gitLine({ commit, dirty }: { commit: string; dirty?: string }): [string, string] {
  const changes = dirty === undefined ? '' : `, with uncommitted changes ${dirty.slice(0, 10)}`
  return ['commit', commit.slice(0, 10) + changes]
}

/** Evenly spaced evaluations, including the first and the last. */
function curveText(curve: readonly Evaluation[], shown: number): string {
  if (curve.length === 0) return '  no evaluation'
  const measured = curve.flatMap((one) => Object.entries({ ...one, ...one.values }))
  const numbers = measured.flatMap(([name, value]) => (typeof value === 'number' ? [name] : []))
  const names = [...new Set(numbers)]
  const step = Math.max(1, (curve.length - 1) / (shown - 1))
  const picked = new Set<Evaluation>()
  for (let index = 0; index < curve.length - 1; index += step) {
    const evaluation = curve[Math.round(index)]
    if (evaluation) picked.add(evaluation)
  }
  const last = curve.at(-1)
  if (last) picked.add(last)
  const rows = [...picked].map((evaluation) =>
    names.map((name) =>
      numberText(({ ...evaluation, ...evaluation.values } as Record<string, unknown>)[name]),
    ),
  )
  const heads = names.map((name) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`))
  return tableText(heads, rows, [...names.keys()])
}

function numberText(value: unknown): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(5))) : String(value ?? '')
}

function duration(seconds: number): string {
  return prettyMilliseconds(1000 * seconds, { secondsDecimalDigits: 1 })
}
