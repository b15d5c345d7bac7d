/** @file `run` and `judge` of the API. They print nothing; all information is in the results. */

import type { EngineName } from '../engine/engine.js'
import type { ClaimReport, RunEvent } from '../events/events.js'
import { claimReport } from '../events/make-events.js'
import { readPaperCurves } from '../events/paper-curves.js'
import { judgeStored } from '../project/judged-specs.js'
import { type SelectionOptions, planSpecs } from '../project/plan-specs.js'
import { openProject } from '../project/project.js'
import { runSpecs } from '../project/run-specs.js'
import type { Refused } from '../store/store.js'
import { type Finding, findingOf } from '../project/spec-error.js'

export interface Selection extends Pick<SelectionOptions, 'title' | 'tag' | 'paper'> {
  /** A `profile` block of the specs. */
  profile?: string
  /** The engine; `auto` is the first that works. The default is `GENSPEC_ENGINE`, or `auto`. */
  engine?: EngineName | 'auto'
}

export interface RunSettings extends Selection {
  /** The number of runs to train in parallel. */
  jobs?: number
  /** Train stored runs again. */
  fresh?: boolean
  /** Exit with 4 if a claim is inconclusive, data is missing, or nothing was judged; by default in CI. */
  strict?: boolean
  /** Ends active runs; finished runs stay stored. */
  signal?: AbortSignal
  /** Receives every event as it happens; every report can be made from the events. */
  onEvent?: (event: RunEvent) => void
}

export interface RunOutcome {
  claims: ClaimReport[]
  /** The exit code of the command line. */
  exitCode: number
  events: RunEvent[]
  /** Warnings about the specs. */
  diagnostics: Finding[]
  /** A sentence for each stored record that was looked up and does not count. */
  refused: string[]
}

/**
 * Trains the runs that the claims need and the project's store (`.genspec/runs`) lacks, and judges the
 * claims.
 * @param paths specs, folders of specs, or claims as `file:line`, relative to the working directory
 * @throws SpecError if the specs have errors; EngineError if the engine does not work here
 */
export async function run(
  paths: readonly string[],
  settings: RunSettings = {},
): Promise<RunOutcome> {
  const { jobs, fresh, strict, onEvent, signal = new AbortController().signal } = settings
  const refused: string[] = []
  const project = await openProject({ onRefused: (one) => refused.push(sentenceOf(one)) })
  const planned = await planSpecs(project, paths, { ...settings, withUnusable: true })
  const events: RunEvent[] = []
  const { exitCode } = await runSpecs(project, planned, {
    ...{ jobs, fresh, strict, signal },
    command: `genspec ${paths.join(' ')}`,
    report: (event) => {
      events.push(event)
      onEvent?.(event)
    },
  })
  const claims = events.flatMap((event) => (event.type === 'claim' ? [event.claim] : []))
  return { claims, exitCode, events, diagnostics: planned.warnings.map(findingOf), refused }
}

export interface Judgement {
  claims: ClaimReport[]
  /** Names of the claims that still need runs. */
  open: string[]
  /** Warnings about the specs. */
  diagnostics: Finding[]
  /** A sentence for each stored record that was looked up and does not count. */
  refused: string[]
}

/**
 * Judges claims from stored runs, without training.
 * @throws SpecError if the specs have errors
 */
export async function judge(
  paths: readonly string[],
  selection: Selection = {},
): Promise<Judgement> {
  const refused: string[] = []
  const project = await openProject({ onRefused: (one) => refused.push(sentenceOf(one)) })
  const { plan, warnings } = await planSpecs(project, paths, selection)
  const { judged, open } = judgeStored(project, plan)
  const curves = readPaperCurves(
    plan.claims.map(({ claim }) => claim),
    project.root,
  )
  return {
    claims: judged.map((one) => claimReport(one, plan.keyOf, curves)),
    open: open.map(({ claim }) => claim.name),
    diagnostics: warnings.map(findingOf),
    refused,
  }
}

function sentenceOf({ folder, problem }: Refused): string {
  return `the record in ${folder} is ${problem}`
}
