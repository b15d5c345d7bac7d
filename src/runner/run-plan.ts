/** @file Carries a plan out: trains what the store lacks, several runs side by side, then judges. */

import { setTimeout } from 'node:timers/promises'
import type { EngineChoice } from '../engine/engines.js'
import type { RunResult } from '../judge/judge.js'
import type { JudgedClaim } from '../judge/verdict.js'
import type { Registry } from '../kinds/registry.js'
import { workOf } from '../plan/cost.js'
import type { Plan, PlannedRun } from '../plan/plan.js'
import type { Reporter } from '../report/events.js'
import { tryLock } from '../store/lock.js'
import type { Origin } from '../store/origin.js'
import type { Store } from '../store/store.js'
import { countVerdicts, judgePlan, storedResults } from './judge-plan.js'
import type { SideBySide } from './side-by-side.js'
import { trainRun } from './train-run.js'

export interface RunOptions {
  choice: EngineChoice
  registry: Registry
  store: Store
  origin: Origin
  sideBySide: SideBySide
  /** Train even what the store holds. */
  fresh: boolean
  report: Reporter
  /** When it fires, runs under way are given up and nothing new starts. */
  signal: AbortSignal
}

export async function runPlan(plan: Plan, options: RunOptions): Promise<JudgedClaim[]> {
  const started = performance.now()
  const { choice, registry, store, fresh, report, signal } = options
  const results = fresh ? new Map<string, RunResult>() : await storedResults(plan, store)
  const missing = plan.runs.filter(({ key }) => !results.has(key))
  report({
    type: 'start',
    engine: choice.engine.name,
    engineReason: choice.reason,
    claims: plan.claims.length,
    runs: { new: missing.length, stored: results.size },
  })
  const trained = await trainAll(longestFirst(missing, registry), results, options)
  const judged = signal.aborted ? [] : judgePlan(plan, registry, results)
  for (const claim of judged) report({ type: 'claim', claim })
  const seconds = (performance.now() - started) / 1000
  const counts = countVerdicts(judged)
  report({ type: 'end', counts, trained, seconds, interrupted: signal.aborted })
  return judged
}

/** So that no long run is left to train alone at the end; runs of equal length keep their order. */
function longestFirst(runs: readonly PlannedRun[], registry: Registry): PlannedRun[] {
  const work = new Map(runs.map((run) => [run, workOf(registry, run.setup).flops]))
  return [...runs].sort((a, b) => (work.get(b) ?? 0) - (work.get(a) ?? 0))
}

/** @returns how many runs were trained here, rather than by another process in the meantime */
async function trainAll(
  runs: readonly PlannedRun[],
  results: Map<string, RunResult>,
  { choice, store, origin, sideBySide, fresh, report, signal }: RunOptions,
): Promise<number> {
  const queue = [...runs]
  const { jobs, threads } = sideBySide
  let trained = 0
  const workThroughQueue = async () => {
    for (let run = queue.shift(); run !== undefined && !signal.aborted; run = queue.shift()) {
      const release = await tryLock(store.folderOf(run.key))
      if (release === undefined) {
        queue.push(run)
        await setTimeout(pauseBetweenTries)
        continue
      }
      try {
        const record = fresh ? undefined : await store.read(run.key)
        const options = { engine: choice.engine, threads, store, origin, report, signal }
        const result = record ? { record } : await trainRun(run, options)
        if (!record && 'record' in result) trained++
        results.set(run.key, result)
      } finally {
        await release()
      }
    }
  }
  await Promise.all(Array.from({ length: jobs }, workThroughQueue))
  return trained
}

/** Before a run that another process trains is looked at again, in milliseconds. */
const pauseBetweenTries = 300
