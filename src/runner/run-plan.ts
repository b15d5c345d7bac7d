/** @file Carries a plan out: trains what the store lacks, several runs side by side, then judges. */

import { availableParallelism } from 'node:os'
import type { EngineChoice } from '../engine/engines.js'
import { type FindRun, type RunResult, judgeClaim } from '../judge/judge.js'
import type { JudgedClaim, VerdictName } from '../judge/verdict.js'
import type { Evaluation } from '../kinds/metric.js'
import type { Registry } from '../kinds/registry.js'
import type { Plan, PlannedRun } from '../plan/plan.js'
import type { Reporter, RunOutcome } from '../report/events.js'
import type { RunRecord } from '../store/record.js'
import { Store } from '../store/store.js'
import { trainInChild } from './child.js'

export interface RunOptions {
  choice: EngineChoice
  registry: Registry
  storeFolder: string
  report: Reporter
  /** When it fires, runs under way are given up and nothing new starts. */
  signal: AbortSignal
}

export async function runPlan(plan: Plan, options: RunOptions): Promise<JudgedClaim[]> {
  const started = performance.now()
  const { choice, registry, storeFolder, report, signal } = options
  const store = new Store(storeFolder)
  const results = new Map<string, RunResult>()
  const missing: PlannedRun[] = []
  for (const run of plan.runs) {
    const record = await store.read(run.key)
    if (record) results.set(run.key, { record })
    else missing.push(run)
  }
  report({
    type: 'start',
    engine: choice.engine.name,
    engineReason: choice.reason,
    claims: plan.claims.length,
    runs: { new: missing.length, stored: results.size },
  })

  const cores = availableParallelism()
  const threads = choice.engine.threadsPerRun(cores)
  const queue = [...missing]
  let trained = 0
  const workThroughQueue = async () => {
    for (let run = queue.shift(); run !== undefined && !signal.aborted; run = queue.shift()) {
      const result = await trainRun(run, threads, store, options)
      if ('record' in result) trained++
      results.set(run.key, result)
    }
  }
  const jobs = Math.max(1, Math.floor(cores / threads))
  await Promise.all(Array.from({ length: jobs }, workThroughQueue))

  const judged = signal.aborted ? [] : judgeClaims(plan, registry, results)
  for (const claim of judged) report({ type: 'claim', claim })
  const seconds = (performance.now() - started) / 1000
  report({ type: 'end', counts: count(judged), trained, seconds, interrupted: signal.aborted })
  return judged
}

async function trainRun(
  run: PlannedRun,
  threads: number,
  store: Store,
  { choice, storeFolder, report, signal }: RunOptions,
): Promise<RunResult> {
  const reference = { key: run.key, label: run.label, seed: run.seed }
  const started = performance.now()
  const elapsed = () => (performance.now() - started) / 1000
  report({ type: 'run-start', run: reference })
  const { epochs } = run.setup.training.stop
  const onEvaluation = (evaluation: Evaluation) => {
    const secondsLeft = (elapsed() / evaluation.epoch) * (epochs - evaluation.epoch)
    report({ type: 'epoch', run: reference, evaluation, epochs, secondsLeft })
  }
  const order = { run, engine: choice.engine.name, threads, storeFolder }
  const lost = await trainInChild(order, onEvaluation, signal)
  const record = lost === undefined ? await store.read(run.key) : undefined
  const result = record ? { record } : { lost: lost ?? 'its record cannot be read' }
  if (!signal.aborted) {
    report({ type: 'run-end', run: reference, outcome: outcomeOf(result), seconds: elapsed() })
  }
  return result
}

function outcomeOf(result: RunResult): RunOutcome {
  if ('lost' in result) return { status: 'lost', reason: result.lost }
  const { status, reason, curve }: RunRecord = result.record
  if (status === 'diverged') return { status, reason: reason ?? 'the loss is not finite' }
  return { status, final: curve.at(-1) }
}

function judgeClaims(
  plan: Plan,
  registry: Registry,
  results: ReadonlyMap<string, RunResult>,
): JudgedClaim[] {
  const find: FindRun = (setup, seed) =>
    results.get(plan.keyOf(setup, seed) ?? '') ?? { lost: 'it was not run' }
  return plan.claims.map(({ claim, skipped }) =>
    skipped
      ? {
          claim,
          verdict: 'skipped',
          sentence: skipped.reason,
          help: skipped.help,
          expectations: [],
        }
      : judgeClaim(registry, claim, find),
  )
}

function count(judged: readonly JudgedClaim[]): Record<VerdictName, number> {
  const counts = { pass: 0, fail: 0, inconclusive: 0, error: 0, skipped: 0 }
  for (const { verdict } of judged) counts[verdict]++
  return counts
}
