/** @file Runs the claims of specs and judges them, as the command line and programs do. */

import type { Reporter } from '../events/events.js'
import type { JudgedClaim } from '../judge/verdict.js'
import type { Account } from '../lock/account.js'
import type { LockedClaim } from '../lock/lock-file.js'
import { runPlan } from '../runner/run-plan.js'
import type { Wanted } from '../runner/side-by-side.js'
import { origin } from '../store/origin.js'
import { remainsIn, removeRemains } from '../store/remains.js'
import { applyBudget } from './apply-budget.js'
import { exitCodeOf, exitCodes, missingEvidence } from './exit-codes.js'
import { entryOf } from './judged-specs.js'
import { accountForSpecs, committedLock } from './locked.js'
import type { PlannedSpecs } from './plan-specs.js'
import type { Project } from './project.js'

export interface HowToRun extends Wanted {
  /** Wall time, in seconds: the claims that fit are run. */
  budget?: number | undefined
  /** Train even what the store holds. */
  fresh?: boolean | undefined
  /** Train to the end what no verdict depends on any more. */
  complete?: boolean | undefined
  /** Whether what leaves the evidence open counts; it does in CI where nothing is said. */
  strict?: boolean | undefined
  /** Whether a verdict that is not as the lock records it counts as failed. */
  locked?: boolean | undefined
  /** As typed: what the reports say made them. */
  command: string
  report: Reporter
  /** When it fires, runs under way are given up and nothing new starts. */
  signal: AbortSignal
}

export interface RanSpecs {
  judged: JudgedClaim[]
  /** As a lock records them; skipped claims have none. */
  entries: LockedClaim[]
  /** What the lock records and what came out, where it was to be compared. */
  account?: Account
  /** Why these verdicts are no success although none of them is bad, where that counts. */
  missing?: string
  exitCode: number
}

/** @throws UsageError where there is no lock to compare with */
export async function runSpecs(
  project: Project,
  planned: PlannedSpecs,
  { jobs, threads, budget, fresh = false, complete = false, locked, ...how }: HowToRun,
): Promise<RanSpecs> {
  const { root, registry, store, triesFile: tries, environment } = project
  const wanted = { jobs, threads }
  const here = await origin(root)
  const plan =
    budget === undefined
      ? planned.plan
      : await applyBudget(project, planned, { budget, fresh }, here, wanted)
  const strict = how.strict ?? environment.ci
  const lock = locked ? committedLock(project) : undefined
  const codeOf = (told: readonly JudgedClaim[], interrupted: boolean) => {
    if (interrupted) return exitCodes.interrupted
    const differs = lock && accountForSpecs(lock, planned, told).differences.length > 0
    return differs ? exitCodes.claimFailed : exitCodeOf(told, strict)
  }
  await removeRemains(await remainsIn(store.folder))
  const { judged, known } = await runPlan(plan, {
    ...{ choice: planned.choice, registry, store, origin: here, wanted, tries },
    ...{ fresh, complete, ...how, exitCode: codeOf },
  })
  const missing = strict ? missingEvidence(judged) : undefined
  return {
    judged,
    ...(missing !== undefined && { missing }),
    entries: plan.claims.flatMap((claim, index) => {
      const one = judged[index]
      return claim.skipped || !one ? [] : [entryOf(claim, one, known.results)]
    }),
    ...(lock && { account: accountForSpecs(lock, planned, judged) }),
    exitCode: codeOf(judged, how.signal.aborted),
  }
}
