/** @file The results in a stream of events: the claims and their runs. */

import type { Evidence, VerdictName } from '../judge/verdict.js'
import type { Evaluation } from '../kinds/metric.js'
import { formatCount } from '../text/amounts.js'
import type {
  CaseReport,
  ClaimReport,
  EndEvent,
  ExpectationReport,
  RunEvent,
  RunReference,
  RunSummary,
  StartEvent,
} from './events.js'

export interface Results {
  start: StartEvent
  claims: ClaimReport[]
  /** Runs by key. */
  runs: Map<string, ReportedRun>
  /** Absent if the stream is incomplete. */
  end?: EndEvent
}

export interface ReportedRun extends RunReference {
  /** Absent if the run was lost or has not ended. */
  record?: RunSummary
  curve: Evaluation[]
}

/**
 * Collects the results.
 * @throws Error if the stream has no `start`
 */
export function collect(events: readonly RunEvent[]): Results {
  const claims: ClaimReport[] = []
  const runs = new Map<string, ReportedRun>()
  let start: StartEvent | undefined
  let end: EndEvent | undefined
  for (const event of events) {
    switch (event.type) {
      case 'start':
        start = event
        break
      case 'stored-run':
        runs.set(event.run.key, { ...event.run, record: event.record, curve: event.record.curve })
        break
      case 'run-start':
      case 'run-retry':
        runs.set(event.run.key, { ...event.run, curve: [] })
        break
      case 'epoch':
        runs.get(event.run.key)?.curve.push(event.evaluation)
        break
      case 'run-end':
        if (event.outcome.status !== 'lost') {
          const { record } = event.outcome
          runs.set(event.run.key, { ...event.run, record, curve: record.curve })
        }
        break
      case 'claim':
        claims.push(event.claim)
        break
      case 'end':
        end = event
    }
  }
  if (start === undefined) throw new Error('the stream of events has no `start`')
  return { start, claims, runs, ...(end && { end }) }
}

export function countsOf(claims: readonly ClaimReport[]): Record<VerdictName, number> {
  const counts = { pass: 0, fail: 0, inconclusive: 0, error: 0, skipped: 0 }
  for (const { verdict } of claims) counts[verdict]++
  return counts
}

/** Verdicts in the order of importance to a reader; skipped claims come last. */
export const worstFirst: readonly VerdictName[] = [
  'fail',
  'error',
  'inconclusive',
  'pass',
  'skipped',
]

/** Verdicts in the order of a chart that begins with passed claims. */
export const bestFirst: readonly VerdictName[] = [
  'pass',
  'inconclusive',
  'error',
  'fail',
  'skipped',
]

/** Sorts claims, the worst verdict first; within a verdict, in the order of the specs. */
export function byVerdict(claims: readonly ClaimReport[]): ClaimReport[] {
  const rank = ({ verdict }: ClaimReport) => worstFirst.indexOf(verdict)
  return [...claims].sort((a, b) => rank(a) - rank(b))
}

/** A warning if the results are incomplete. */
export function incompleteness({ claims, end }: Results): string | undefined {
  if (end === undefined) return 'The run was cut off: claims without a verdict are missing.'
  if (!end.interrupted) return undefined
  const open = claims.filter(({ interrupted }) => interrupted).length
  return `The run was interrupted: ${formatCount(open, 'claim')} had no verdict yet.`
}

/** The sentences that explain a claim's verdict. */
export function sentencesOf({ verdict, sentence, expectations }: ClaimReport): string[] {
  if (sentence !== undefined) return [sentence]
  const decisive = expectations.filter((one) => one.verdict.verdict === verdict)
  return decisive.map((one) => one.verdict.sentence)
}

/** The remedy, or what would decide it. */
export function helpOf({ help, verdict, expectations }: ClaimReport): string | undefined {
  return help ?? expectations.find((one) => one.verdict.verdict === verdict)?.verdict.help
}

/** The case that represents an expectation. */
export function caseOf({ cases, verdict }: ExpectationReport): CaseReport | undefined {
  return cases.find((one) => one.verdict === verdict.verdict)
}

export function evidenceOf(expectation: ExpectationReport): Evidence | undefined {
  return caseOf(expectation)?.evidence
}
