/** @file Runs and judges the claims of specs, for the command line and the API. */

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
  /** Wall time in seconds; only claims that fit are run. */
  budget?: number | undefined
  /** Train stored runs again. */
  fresh?: boolean | undefined
  /** Train every run to its end, even if no verdict depends on it any more. */
  complete?: boolean | undefined
  /** Makes inconclusive claims and missing data fail; by default in CI. */
  strict?: boolean | undefined
  /** Makes a verdict that differs from the lock fail. */
  locked?: boolean | undefined
  /** The typed command, for the reports. */
  command: string
  report: Reporter
  /** Ends active runs and starts no new ones. */
  signal: AbortSignal
}

export interface RanSpecs {
  judged: JudgedClaim[]
  /** The entries for a lock; skipped claims have none. */
  entries: LockedClaim[]
  /** The comparison with the lock, if it was requested. */
  account?: Account
  /** Why these verdicts are not a success although none of them is bad, if that counts. */
  missing?: string
  exitCode: number
}

/** @throws UsageError if there is no lock to compare with */
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
