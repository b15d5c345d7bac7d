/** @file Parallel training of the runs that verdicts wait for. */

import { setTimeout } from 'node:timers/promises'
import type { RunSetup } from '../claims/setup.js'
import type { Evaluation, MeasuredRun } from '../kinds/metric.js'
import type { Registry } from '../kinds/registry.js'
import { typeOf, workOf } from '../plan/setup-type.js'
import type { PlannedRun } from '../plan/plan.js'
import { removeCheckpoint } from '../store/checkpoint.js'
import { tryLock } from '../files/lock.js'
import type { KnownRuns } from './known-runs.js'
import { type Needs, isOpen } from './needs.js'
import type { RunOptions } from './run-options.js'
import type { SideBySide } from './side-by-side.js'
import { trainRun } from './train-run.js'

/** The pause before another look at a run that another process trains, in milliseconds. */
const pauseBetweenTries = 300

/** Trains until no verdict waits for a run, or until the signal of the options fires. */
export async function trainMissing(
  runs: readonly PlannedRun[],
  known: KnownRuns,
  needs: Needs,
  { jobs, threads }: SideBySide,
  options: RunOptions,
): Promise<void> {
  const { store, complete } = options
  const queue = [...runs]
  // An error that prevents one run from being stored ends the others too.
  const ending = new AbortController()
  const end = () => ending.abort()
  const { signal } = ending
  options.signal.addEventListener('abort', end, { once: true })
  if (options.signal.aborted) end()
  const isWanted = (run: PlannedRun) => complete || needs.has(run.key)
  const takeNext = () => {
    const at = queue.findIndex(isWanted)
    return at === -1 || signal.aborted ? undefined : queue.splice(at, 1)[0]
  }
  const workThroughQueue = async () => {
    for (let run = takeNext(); run !== undefined; run = takeNext()) {
      const release = await tryLock(store.folderOf(run.key))
      if (release === undefined) {
        queue.push(run)
        await setTimeout(pauseBetweenTries)
        continue
      }
      try {
        await trainUnlessKnown(run, known, needs, threads, { ...options, signal })
        if (isStopped(known, run)) queue.push(run)
      } finally {
        await release()
      }
    }
  }
  const sideBySide = () =>
    Array.from({ length: jobs }, () =>
      workThroughQueue().catch((error: unknown) => {
        end()
        throw error
      }),
    )
  try {
    // After a declared look that decided nothing, verdicts can need new runs, or more of stopped ones.
    do {
      const ends = await Promise.allSettled(sideBySide())
      for (const one of ends) if (one.status === 'rejected') throw one.reason
    } while (queue.some(isWanted) && !signal.aborted)
  } finally {
    options.signal.removeEventListener('abort', end)
  }
}

function isStopped({ results }: KnownRuns, { key }: PlannedRun): boolean {
  const result = results.get(key)
  return result !== undefined && 'record' in result && result.record.status === 'stopped'
}

async function trainUnlessKnown(
  run: PlannedRun,
  { results, under, trained }: KnownRuns,
  needs: Needs,
  threads: number,
  { choice, registry, store, origin, fresh, complete, report, signal }: RunOptions,
): Promise<void> {
  const { key } = run
  // Another process may have trained it while this one waited.
  const record = fresh ? undefined : store.read(key)
  if (record) results.set(key, { record })
  needs.update(key)
  const open = isOpen(registry, record && { record }, run)
  const enough = record && (!open || (!complete && !needs.has(key)))
  if (!enough) {
    // The earlier measurements do not count until the run has repeated or continued them.
    results.delete(key)
    if (fresh) await removeCheckpoint(store.folderOf(key))
    const result = await trainRun(run, {
      ...{ root: registry.root, engine: choice.engine, threads, store, origin, report, signal },
      onCurve: (curve) => {
        under.set(key, measuredSoFar(registry, run.setup, curve))
        needs.update(key)
        if (complete || needs.has(key)) return undefined
        return 'no verdict depends on the rest of it'
      },
    })
    under.delete(key)
    if ('record' in result) trained.add(key)
    // An interrupted run is still open; it was not lost.
    if ('record' in result || !signal.aborted) results.set(key, result)
  }
  needs.update(key)
}

/** The measurements so far of a run under way. */
function measuredSoFar(
  registry: Registry,
  setup: RunSetup,
  curve: readonly Evaluation[],
): MeasuredRun {
  const extent = typeOf(setup).extent(setup)
  return {
    curve: [...curve],
    stepsPerEpoch: extent?.stepsPerEpoch ?? 0,
    trainExamples: extent?.examples ?? 0,
    parameters: workOf(registry, setup).parameters,
    provenance: { seconds: 0, peakMemory: 0 },
  }
}
