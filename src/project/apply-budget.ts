/** @file Removes claims from a plan that do not fit a budget of time. */

import { withinBudget } from '../plan/budget.js'
import type { Plan } from '../plan/plan.js'
import { wholeRecords } from '../runner/judge-plan.js'
import { predictRuns } from '../runner/predict-runs.js'
import { type Wanted, largestMemory, sideBySide } from '../runner/side-by-side.js'
import type { Origin } from '../store/origin.js'
import { formatDuration } from '../text/amounts.js'
import type { PlannedSpecs } from './plan-specs.js'
import type { Project } from './project.js'

/**
 * @param budget of wall time, in seconds
 * @param fresh whether stored runs train again
 */
export async function applyBudget(
  { registry, store, triesFile }: Project,
  { plan, choice }: Pick<PlannedSpecs, 'plan' | 'choice'>,
  { budget, fresh }: { budget: number; fresh: boolean },
  origin: Origin,
  wanted: Wanted,
): Promise<Plan> {
  const { engine } = choice
  const { threads } = sideBySide(engine, wanted)
  const predictions = await predictRuns(plan.runs, {
    ...{ engine, registry, threads, origin, store },
    memory: triesFile,
    probe: true,
  })
  const stored = fresh ? new Map<string, unknown>() : wholeRecords(plan, store, registry)
  const missing = plan.runs.filter(({ key }) => !stored.has(key))
  const { jobs } = sideBySide(engine, wanted, largestMemory(registry, missing, predictions))
  const secondsOf = (key: string) =>
    stored.has(key) ? 0 : (predictions.get(key)?.seconds.expected ?? 0)
  const { chosen, leftOut } = withinBudget(plan.claims, secondsOf, budget * jobs)
  const costs = new Map(leftOut.map(({ planned, seconds }) => [planned, seconds]))
  const needed = new Set([...chosen].flatMap(({ runs }) => runs))
  return {
    ...plan,
    runs: plan.runs.filter(({ key }) => needed.has(key)),
    claims: plan.claims.map((planned) => {
      const seconds = costs.get(planned)
      if (seconds === undefined) return planned
      const reason = `over the budget: it may add ${formatDuration(seconds / jobs)} of training`
      const help = 'raise `--budget`; `genspec plan` shows what each run costs'
      return { ...planned, skipped: { cause: 'budget', reason, help } }
    }),
  }
}
