/** @file The execution of a plan: trains the runs that verdicts need and the store lacks, then judges. */

import { type RunEvent, eventsVersion } from '../events/events.js'
import { claimReport, papersOf, summaryOf } from '../events/make-events.js'
import { readPaperCurves } from '../events/paper-curves.js'
import { lackOf } from '../judge/lacking.js'
import type { JudgedClaim } from '../judge/verdict.js'
import type { Registry } from '../kinds/registry.js'
import { workOf } from '../plan/setup-type.js'
import type { Plan, PlannedRun } from '../plan/plan.js'
import type { RunRecord } from '../store/record.js'
import { version } from '../store/version.js'
import { countVerdicts, findIn, judgePlan, storedResults } from './judge-plan.js'
import type { KnownRuns } from './known-runs.js'
import { isOpen, trackNeeds } from './needs.js'
import type { RunOptions } from './run-options.js'
import { savedBy } from './saved.js'
import { placeRuns } from './side-by-side.js'
import { trainMissing } from './train-missing.js'

export interface JudgedPlan {
  judged: JudgedClaim[]
  /** The known result of each run at the end. */
  known: KnownRuns
}

export async function runPlan(plan: Plan, options: RunOptions): Promise<JudgedPlan> {
  const started = performance.now()
  const { registry, store, fresh, complete, report, signal } = options
  const known: KnownRuns = {
    results: fresh ? new Map() : storedResults(plan, store),
    under: new Map(),
    trained: new Set(),
  }
  const curves = readPaperCurves(
    plan.claims.map(({ claim }) => claim),
    registry.root,
  )
  const needs = trackNeeds(plan, registry, findIn(plan, known))
  const unfinished = plan.runs.filter((run) => isOpen(registry, known.results.get(run.key), run))
  const wanted = unfinished.filter(({ key }) => complete || needs.has(key))
  const lacks = (run: PlannedRun) => {
    const result = known.results.get(run.key)
    return result && 'record' in result && lackOf(registry, result.record, run) !== undefined
  }
  const stored = plan.runs.filter(
    (run) => known.results.has(run.key) && !(lacks(run) && needs.has(run.key)),
  )
  report(startOf(plan, options, { new: wanted.length, stored: stored.length }))
  for (const { key, label, seed } of plan.runs) {
    const result = known.results.get(key)
    if (!result || !('record' in result) || needs.has(key)) continue
    const record = summaryOf(result.record as RunRecord)
    report({ type: 'stored-run', run: { key, label, seed }, record })
  }
  const sayInterrupted = () => report({ type: 'interrupt' })
  signal.addEventListener('abort', sayInterrupted, { once: true })
  const { choice, origin, tries } = options
  const sideBySide = await placeRuns(wanted, options.wanted, {
    ...{ engine: choice.engine, registry, origin, store, memory: tries },
  })
  await trainMissing(longestFirst(unfinished, registry), known, needs, sideBySide, options)
  signal.removeEventListener('abort', sayInterrupted)
  const judged = judgePlan(plan, registry, findIn(plan, known))
  const told = signal.aborted
    ? judged.map((one, index) =>
        plan.claims[index]?.runs.some((key) => needs.has(key)) ? interrupted(one) : one,
      )
    : judged
  for (const claim of told) report({ type: 'claim', claim: claimReport(claim, plan.keyOf, curves) })
  report({
    type: 'end',
    counts: countVerdicts(told),
    trained: known.trained.size,
    seconds: (performance.now() - started) / 1000,
    saved: signal.aborted ? { runs: 0, epochs: 0, seconds: 0 } : savedBy(unfinished, known),
    interrupted: signal.aborted,
    exitCode: options.exitCode(told, signal.aborted),
  })
  return { judged: told, known }
}

/** The claim without a verdict, since runs that were not finished can still change it. */
function interrupted({ claim }: JudgedClaim): JudgedClaim {
  const sentence = 'interrupted before its runs were done'
  const help = 'run it again: finished runs are kept, and others go on from their checkpoints'
  return { claim, verdict: 'skipped', sentence, help, interrupted: true, expectations: [] }
}

function startOf(
  { claims }: Plan,
  { choice, command }: RunOptions,
  runs: { new: number; stored: number },
): RunEvent {
  const profile = claims.find(({ claim }) => claim.profile !== undefined)?.claim.profile
  return {
    type: 'start',
    ...{ version: eventsVersion, genspec: version, when: new Date().toISOString(), command },
    ...(profile !== undefined && { profile }),
    engine: { name: choice.engine.name, reason: choice.reason },
    papers: papersOf(claims.map(({ claim }) => claim)),
    ...{ claims: claims.length, runs },
  }
}

/** Sorts the longest runs first, so that no long run trains alone at the end; equal runs keep their order. */
function longestFirst(runs: readonly PlannedRun[], registry: Registry): PlannedRun[] {
  const work = new Map(runs.map((run) => [run, workOf(registry, run.setup).flops]))
  return [...runs].sort((a, b) => (work.get(b) ?? 0) - (work.get(a) ?? 0))
}
