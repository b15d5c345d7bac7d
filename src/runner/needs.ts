/** @file The runs that can still change a verdict: asked before a run starts and after each of its evaluations. */

import { type Expectation, armsOf } from '../claims/expectation.js'
import type { RunSetup } from '../claims/setup.js'
import { runsStillNeeded } from '../judge/decided.js'
import { type Asked, lackOf } from '../judge/lacking.js'
import type { FindRun, RunResult } from '../judge/run-result.js'
import type { Registry } from '../kinds/registry.js'
import type { Plan } from '../plan/plan.js'

export interface Needs {
  has(key: string): boolean
  /** To be called when more is known of a run. */
  update(key: string): void
}

/** @param find returns the current result of a run */
export function trackNeeds(plan: Plan, registry: Registry, find: FindRun): Needs {
  const keyOf = (setup: RunSetup, seed: number) => plan.keyOf(setup, seed) ?? ''
  /** The expectations that depend on a run, by the run's key. */
  const dependents = new Map<string, Expectation[]>()
  const needed = new Map<Expectation, Set<string>>()
  const runs = new Map(plan.runs.map((run) => [run.key, run]))
  const ask = (expectation: Expectation) => {
    const keys = runsStillNeeded(registry, expectation, find).map(({ arm, seed }) =>
      keyOf(arm.setup, seed),
    )
    needed.set(expectation, new Set(keys))
  }
  for (const { claim, skipped } of plan.claims) {
    if (skipped) continue
    for (const expectation of claim.expectations) {
      let open = false
      const keys = armsOf(expectation).flatMap(({ setup }) =>
        expectation.seeds.map((seed) => {
          const key = keyOf(setup, seed)
          open ||= isOpen(registry, find(setup, seed), runs.get(key))
          return key
        }),
      )
      // No verdict waits if all of its runs are complete.
      if (!open) continue
      for (const key of new Set(keys)) {
        const known = dependents.get(key)
        if (known) known.push(expectation)
        else dependents.set(key, [expectation])
      }
      ask(expectation)
    }
  }
  return {
    has: (key) =>
      (dependents.get(key) ?? []).some((expectation) => needed.get(expectation)?.has(key)),
    update: (key) => (dependents.get(key) ?? []).forEach(ask),
  }
}

/** True if training can still add to what is known of a run. */
export function isOpen(
  registry: Registry,
  result: RunResult | undefined,
  asked: Asked = {},
): boolean {
  if (result === undefined || 'open' in result) return true
  if (!('record' in result)) return false
  const { record } = result
  return record.status === 'stopped' || lackOf(registry, record, asked) !== undefined
}
