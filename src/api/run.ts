/** @file `run` and `judge` for programs. */

import { exitCodeOf, exitCodes, strictByDefault } from '../cli/exit-codes.js'
import { projectRegistry } from '../config/project-registry.js'
import type { EngineName } from '../engine/engine.js'
import type { ClaimReport, RunEvent } from '../events/events.js'
import { claimReport } from '../events/make-events.js'
import { readPaperCurves } from '../events/paper-curves.js'
import { judgeStored } from '../project/judged-specs.js'
import { type SelectionOptions, planSpecs } from '../project/plan-specs.js'
import { projectStore, triesFile } from '../project/store.js'
import { runPlan } from '../runner/run-plan.js'
import { origin } from '../store/origin.js'
import { mustCheck } from './check.js'

export interface Selection extends Pick<SelectionOptions, 'title' | 'tag' | 'paper'> {
  /** The scale: a `profile` block of the specs. */
  profile?: string
  /** What computes; `auto` is the first that works here. */
  engine?: EngineName | 'auto'
}

export interface RunSettings extends Selection {
  /** Runs that train side by side. */
  jobs?: number
  /** Train again what is stored. */
  fresh?: boolean
  /** Exit with 4 where a claim is inconclusive, data is missing, or nothing was judged; by default in CI. */
  strict?: boolean
  /** Ends the runs under way; what is finished is kept. */
  signal?: AbortSignal
  /** Hears every event as it happens; together they make any report. */
  onEvent?: (event: RunEvent) => void
}

export interface RunOutcome {
  claims: ClaimReport[]
  /** What the command line would exit with. */
  exitCode: number
  events: RunEvent[]
}

/**
 * Trains what the claims need and the store (`.genspec/runs`) lacks, and judges them.
 * @param paths specs, folders of specs, or claims as `file:line`, from the working directory
 * @throws SpecError where the specs have errors; EngineError where the engine cannot run here
 */
export async function run(
  paths: readonly string[],
  settings: RunSettings = {},
): Promise<RunOutcome> {
  const { jobs, fresh = false, strict = strictByDefault(), onEvent } = settings
  const { plan, choice } = await plannedFor(paths, settings)
  const signal = settings.signal ?? new AbortController().signal
  const events: RunEvent[] = []
  const { judged } = await runPlan(plan, {
    ...{ choice, signal, fresh, complete: false },
    registry: await projectRegistry(),
    store: await projectStore(),
    origin: await origin('.'),
    ...{ wanted: { jobs }, tries: triesFile },
    command: `genspec ${paths.join(' ')}`,
    report: (event) => {
      events.push(event)
      onEvent?.(event)
    },
    exitCode: (told, interrupted) =>
      interrupted ? exitCodes.interrupted : exitCodeOf(told, strict),
  })
  const claims = events.flatMap((event) => (event.type === 'claim' ? [event.claim] : []))
  const exitCode = signal.aborted ? exitCodes.interrupted : exitCodeOf(judged, strict)
  return { claims, exitCode, events }
}

export interface Judgement {
  claims: ClaimReport[]
  /** Names of the claims that still wait for runs. */
  open: string[]
}

/**
 * Judges claims from stored runs, without training.
 * @throws SpecError where the specs have errors
 */
export async function judge(
  paths: readonly string[],
  selection: Selection = {},
): Promise<Judgement> {
  const { plan } = await plannedFor(paths, selection)
  const { judged, open } = await judgeStored(plan, await projectStore())
  const curves = await readPaperCurves(plan.claims.map(({ claim }) => claim))
  return {
    claims: judged.map((one) => claimReport(one, plan.keyOf, curves)),
    open: open.map(({ claim }) => claim.name),
  }
}

async function plannedFor(paths: readonly string[], { engine = 'auto', ...rest }: Selection) {
  await mustCheck(
    paths.map((path) => path.replace(/(\.gen):\d+(?::\d+)?$/, '$1')),
    rest.profile,
  )
  return planSpecs(paths, { ...rest, engine })
}
