/** @file `run` and `judge` for programs. Nothing is printed: what there is to say is in the results. */

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
  /** The scale: a `profile` block of the specs. */
  profile?: string
  /** What computes; `auto` is the first that works here. Left out, it is `GENSPEC_ENGINE`, or `auto`. */
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
  /** Warnings about the specs. */
  diagnostics: Finding[]
  /** A sentence for each stored record that was looked for and does not count. */
  refused: string[]
}

/**
 * Trains what the claims need and the project's store (`.genspec/runs`) lacks, and judges them.
 * @param paths specs, folders of specs, or claims as `file:line`, from the working directory
 * @throws SpecError where the specs have errors; EngineError where the engine cannot run here
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
  /** Names of the claims that still wait for runs. */
  open: string[]
  /** Warnings about the specs. */
  diagnostics: Finding[]
  /** A sentence for each stored record that was looked for and does not count. */
  refused: string[]
}

/**
 * Judges claims from stored runs, without training.
 * @throws SpecError where the specs have errors
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
