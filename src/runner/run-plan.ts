/** @file Carries a plan out: trains what verdicts need and the store lacks, then judges. */

import type { JudgedClaim } from '../judge/verdict.js'
import type { Registry } from '../kinds/registry.js'
import { workOf } from '../plan/cost.js'
import type { Plan, PlannedRun } from '../plan/plan.js'
import { countVerdicts, findIn, judgePlan, storedResults } from './judge-plan.js'
import { isOpen, trackNeeds } from './needs.js'
import type { Progress, RunOptions } from './progress.js'
import { savedBy } from './saved.js'
import { trainAll } from './train-all.js'

export interface PlanOutcome {
  judged: JudgedClaim[]
  /** What is known of each run at the end. */
  progress: Progress
}

export async function runPlan(plan: Plan, options: RunOptions): Promise<PlanOutcome> {
  const started = performance.now()
  const { choice, registry, store, fresh, complete, report, signal } = options
  const progress: Progress = {
    results: fresh ? new Map() : storedResults(plan, store),
    under: new Map(),
    trained: new Set(),
  }
  const needs = trackNeeds(plan, registry, findIn(plan, progress))
  const unfinished = plan.runs.filter(({ key }) => isOpen(progress.results.get(key)))
  const wanted = unfinished.filter(({ key }) => complete || needs.has(key))
  report({
    type: 'start',
    engine: choice.engine.name,
    engineReason: choice.reason,
    claims: plan.claims.length,
    runs: { new: wanted.length, stored: progress.results.size },
  })
  await trainAll(longestFirst(unfinished, registry), progress, needs, options)
  const judged = judgePlan(plan, registry, findIn(plan, progress))
  // After an interruption a claim whose runs are all there has its verdict; the others have none yet.
  const told = signal.aborted
    ? judged.filter((_, index) =>
        plan.claims[index]?.runs.every((key) => !isOpen(progress.results.get(key))),
      )
    : judged
  for (const claim of told) report({ type: 'claim', claim })
  report({
    type: 'end',
    counts: countVerdicts(told),
    trained: progress.trained.size,
    seconds: (performance.now() - started) / 1000,
    saved: signal.aborted ? { runs: 0, epochs: 0, seconds: 0 } : savedBy(unfinished, progress),
    interrupted: signal.aborted,
  })
  return { judged: told, progress }
}

/** So that no long run is left to train alone at the end; runs of equal length keep their order. */
function longestFirst(runs: readonly PlannedRun[], registry: Registry): PlannedRun[] {
  const work = new Map(runs.map((run) => [run, workOf(registry, run.setup).flops]))
  return [...runs].sort((a, b) => (work.get(b) ?? 0) - (work.get(a) ?? 0))
}
