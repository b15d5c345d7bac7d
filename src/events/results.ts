/** @file What a stream of events amounts to: the claims, and the runs that they stand on. */

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
  /** By key. */
  runs: Map<string, RunResult>
  /** Absent where the stream breaks off. */
  end?: EndEvent
}

export interface RunResult extends RunReference {
  /** Absent where the run was lost or has not ended. */
  record?: RunSummary
  curve: Evaluation[]
}

/** @throws Error where the stream has no beginning */
export function collect(events: readonly RunEvent[]): Results {
  const claims: ClaimReport[] = []
  const runs = new Map<string, RunResult>()
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

/** In the order in which a reader wants to hear of them; what was not judged comes last. */
export const worstFirst: readonly VerdictName[] = [
  'fail',
  'error',
  'inconclusive',
  'pass',
  'skipped',
]

/** In the order of a picture that begins with what holds. */
export const bestFirst: readonly VerdictName[] = [
  'pass',
  'inconclusive',
  'error',
  'fail',
  'skipped',
]

/** Claims, the worst first; those of one verdict as they stand in the specs. */
export function byVerdict(claims: readonly ClaimReport[]): ClaimReport[] {
  const rank = ({ verdict }: ClaimReport) => worstFirst.indexOf(verdict)
  return [...claims].sort((a, b) => rank(a) - rank(b))
}

/** What a reader must know of results that are not whole. */
export function incompleteness({ claims, end }: Results): string | undefined {
  if (end === undefined) return 'The run broke off: claims that had no verdict yet are missing.'
  if (!end.interrupted) return undefined
  const open = claims.filter(({ interrupted }) => interrupted).length
  return `The run was interrupted: ${formatCount(open, 'claim')} had no verdict yet.`
}

/** The sentences that say why a claim has its verdict. */
export function sentencesOf({ verdict, sentence, expectations }: ClaimReport): string[] {
  if (sentence !== undefined) return [sentence]
  const decisive = expectations.filter((one) => one.verdict.verdict === verdict)
  return decisive.map((one) => one.verdict.sentence)
}

/** What would put it right or decide it. */
export function helpOf({ help, verdict, expectations }: ClaimReport): string | undefined {
  return help ?? expectations.find((one) => one.verdict.verdict === verdict)?.verdict.help
}

/** The case that speaks for an expectation. */
export function caseOf({ cases, verdict }: ExpectationReport): CaseReport | undefined {
  return cases.find((one) => one.verdict === verdict.verdict)
}

export function evidenceOf(expectation: ExpectationReport): Evidence | undefined {
  return caseOf(expectation)?.evidence
}
