/** @file Makes events from plans, records and verdicts. */

import { type Basis, basisOf, strongest } from '../claims/basis.js'
import type { Paper } from '../claims/citation.js'
import type { Claim } from '../claims/claim.js'
import { type Case, armsOf as armsMeasured, expressionsIn } from '../claims/expectation.js'
import { measurementsIn } from '../claims/expression.js'
import type { JudgedClaim } from '../judge/verdict.js'
import type { Plan } from '../plan/plan.js'
import type { RunRecord } from '../store/record.js'
import type { ArmReport, ClaimReport, RunSummary } from './events.js'
import { type PaperCurves, curveNamed } from './paper-curves.js'

export function papersOf(claims: readonly Claim[]): Paper[] {
  const papers = new Map<string, Paper>()
  for (const { cites } of claims) for (const { paper } of cites) papers.set(paper.name, paper)
  return [...papers.values()]
}

export function summaryOf({
  status,
  reason,
  parameters,
  curve,
  engine,
  provenance,
}: RunRecord): RunSummary {
  return { status, ...(reason !== undefined && { reason }), parameters, curve, engine, provenance }
}

export function claimReport(
  { claim, verdict, sentence, help, skippedFor, interrupted, expectations, outcomes }: JudgedClaim,
  keyOf: Plan['keyOf'],
  curves: PaperCurves = new Map(),
): ClaimReport {
  const dataNotes = notesOf(claim)
  const { name, title, file, line, text, profile, tags, cites, reported, exploratory } = claim
  return {
    name,
    ...(title !== undefined && { title }),
    ...{ file, line, text, tags, verdict },
    basis: claimBasis(claim),
    reported: reported.map((one) =>
      one.type === 'curve' ? { ...one, ...curveNamed(curves, file, one.name) } : one,
    ),
    ...(profile !== undefined && { profile }),
    ...(exploratory && { exploratory }),
    cites: cites.map(({ paper, place }) => ({ paper: paper.name, place })),
    ...(sentence !== undefined && { sentence }),
    ...(help !== undefined && { help }),
    ...(skippedFor && { skippedFor }),
    ...(dataNotes.length > 0 && { dataNotes }),
    ...(interrupted && { interrupted }),
    ...(outcomes && { outcomes }),
    expectations: expectations.map(
      ({ expectation, verdict: { evidence: _, ...spoken }, cases }) => ({
        text: expectation.text,
        line: expectation.line,
        basis: basisOf(expectation.cases),
        verdict: spoken,
        cases: cases.map((judged, index) => {
          const one = expectation.cases[index]
          return { ...judged, arms: one ? armsOf(one, expectation.seeds, keyOf) : [] }
        }),
      }),
    ),
  }
}

/** A claim without usable data has no expectations; a claim with data is trained or computed. */
function claimBasis({ expectations, unusable }: Claim): Basis {
  if (unusable !== undefined) return 'trained'
  return strongest(expectations.map(({ cases }) => basisOf(cases)))
}

/** Each once. */
function notesOf({ expectations }: Claim): string[] {
  const arms = expectations.flatMap(armsMeasured)
  return [...new Set(arms.flatMap(({ dataNotes }) => dataNotes ?? []))]
}

function armsOf(judged: Case, seeds: readonly number[], keyOf: Plan['keyOf']): ArmReport[] {
  const arms = new Map<string, ArmReport>()
  for (const one of expressionsIn(judged).flatMap(measurementsIn)) {
    const { metric, condition, drawn = [], arm } = one
    const runs = seeds.flatMap((seed) => {
      const key = keyOf(arm.setup, seed)
      return key === undefined ? [] : [{ seed, key }]
    })
    const known = arms.get(arm.label)
    const metrics = new Set([
      ...(known?.metrics ?? []),
      metric,
      ...(condition ? [condition.metric] : []),
    ])
    arms.set(arm.label, {
      ...{ label: arm.label, metrics: [...metrics], runs: known?.runs ?? runs },
      drawn: [...(known?.drawn ?? []), ...drawn],
    })
  }
  return [...arms.values()]
}
