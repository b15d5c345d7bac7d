/**
 * @file The results as two tidy tables in CSV: `evaluations.csv`, a row for each evaluation of each run, and
 * `verdicts.csv`, a row for each case of each expectation.
 */

import { stringify } from 'csv-stringify/sync'
import { basisOfClaim } from '../events/headline.js'
import type { Results } from '../events/results.js'
import { mapTexts, visible } from '../text/visible.js'
import { scalarsOf } from './scalars.js'

type Row = Record<string, string | number | undefined>

export function csvTables(told: Results): Map<string, string> {
  const results = mapTexts(told, visible)
  return new Map([
    ['evaluations.csv', evaluations(results)],
    ['verdicts.csv', verdicts(results)],
  ])
}

function evaluations({ runs }: Results): string {
  const metrics = new Set<string>()
  const rows: Row[] = []
  for (const { key, label, seed, record, curve } of runs.values()) {
    for (const [index, scalars] of scalarsOf(curve).entries()) {
      for (const name of scalars.keys()) metrics.add(name)
      const { epoch, step } = curve[index] ?? {}
      const run = { run: key, label, seed, status: record?.status ?? 'lost', epoch, step }
      rows.push({ ...run, ...Object.fromEntries(scalars) })
    }
  }
  return table(rows, ['run', 'label', 'seed', 'status', 'epoch', 'step', ...metrics])
}

const verdictColumns = [
  ...['file', 'line', 'claim', 'expectation', 'case', 'basis', 'verdict', 'sentence', 'method'],
  ...['seeds', 'unit', 'estimate', 'sd', 'level', 'low', 'high', 'p', 'alpha'],
]

function verdicts({ claims }: Results): string {
  const rows = claims.flatMap((claim): Row[] => {
    const { file, name, line, verdict, sentence, expectations } = claim
    const about = { file, claim: name, basis: basisOfClaim(claim) }
    if (expectations.length === 0) return [{ ...about, line, verdict, sentence }]
    return expectations.flatMap(({ text, line: place, basis = about.basis, cases }) =>
      cases.map(({ label, verdict: judged, sentence: why, evidence }) => ({
        ...{ ...about, line: place, expectation: text, case: label, basis },
        ...{ verdict: judged, sentence: why },
        ...(evidence && {
          ...{ method: evidence.method, seeds: evidence.n, unit: String(evidence.unit) },
          ...{ estimate: Number(evidence.estimate), sd: numberOf(evidence.standardDeviation) },
          ...{ level: evidence.interval?.level, low: numberOf(evidence.interval?.low) },
          ...{ high: numberOf(evidence.interval?.high), p: evidence.pValue, alpha: evidence.alpha },
        }),
      })),
    )
  })
  return table(rows, verdictColumns)
}

function numberOf(extended: number | string | undefined): number | undefined {
  return extended === undefined ? undefined : Number(extended)
}

function table(rows: readonly Row[], columns: readonly string[]): string {
  return stringify([...rows], {
    header: true,
    columns: columns.map((key) => ({ key, header: key })),
    cast: { number: spelled },
  })
}

/** Spells numbers as pandas, R and Julia read them. */
function spelled(value: number): string {
  if (Number.isFinite(value)) return String(value)
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'inf' : '-inf'
}
