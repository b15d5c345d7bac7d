/**
 * @file The one stream of events from which every report is made. Plain data: numbers may be NaN or
 * infinite, which `event-line.ts` carries through JSON.
 */

import type { Basis } from '../claims/basis.js'
import type { Paper, ReportedValue } from '../claims/citation.js'
import type { EngineInfo } from '../engine/engine.js'
import type { JudgedCase, SweptQuantity, Verdict, VerdictName } from '../judge/verdict.js'
import type { Drawn, Evaluation } from '../kinds/metric.js'
import type { Provenance } from '../store/record.js'

/** Raised when a reader of older streams would misread a newer one. */
export const eventsVersion = 1

export type RunEvent =
  | StartEvent
  | StoredRunEvent
  | RunStartEvent
  | EpochEvent
  | ProgressEvent
  | RunRetryEvent
  | RunEndEvent
  | InterruptEvent
  | ClaimEvent
  | EndEvent

export interface StartEvent {
  type: 'start'
  version: typeof eventsVersion
  /** The version of genspec that wrote the stream. */
  genspec: string
  /** ISO 8601, in UTC. */
  when: string
  /** As typed: `genspec run specs --profile quick`. */
  command: string
  profile?: string
  engine: { name: string; reason: string }
  /** The papers that the claims cite. */
  papers: Paper[]
  claims: number
  /** Runs that will train, and runs found in the store. */
  runs: { new: number; stored: number }
}

/** A run found in the store. */
export interface StoredRunEvent {
  type: 'stored-run'
  run: RunReference
  record: RunSummary
}

export interface RunStartEvent {
  type: 'run-start'
  run: RunReference
}

export interface EpochEvent {
  type: 'epoch'
  run: RunReference
  evaluation: Evaluation
  /** The last epoch, if no condition ends the run before. */
  /** Nothing where a trainer does not say how many there will be. */
  epochs?: number
  /** Training images per second since the first evaluation, which has none. */
  imagesPerSecond?: number
  /** Estimate up to the last epoch. */
  secondsLeft?: number
}

/** For a computation, which has no epochs. */
export interface ProgressEvent {
  type: 'progress'
  run: RunReference
  /** The share of the work that is done, between 0 and 1. */
  fraction: number
  /** The current stage. */
  note: string
  secondsLeft?: number
}

/** The run was lost to the machine and starts once more. */
export interface RunRetryEvent {
  type: 'run-retry'
  run: RunReference
  reason: string
}

export interface RunEndEvent {
  type: 'run-end'
  run: RunReference
  outcome: RunEnding
  seconds: number
}

/** The user asked to stop: active runs end as soon as they can. */
export interface InterruptEvent {
  type: 'interrupt'
}

export interface ClaimEvent {
  type: 'claim'
  claim: ClaimReport
}

export interface EndEvent {
  type: 'end'
  counts: Record<VerdictName, number>
  trained: number
  seconds: number
  /** Runs that were stopped or not started because no verdict depended on them, and the most that they would have taken. */
  saved: { runs: number; epochs: number; seconds: number }
  interrupted: boolean
  exitCode: number
}

export interface RunReference {
  key: string
  label: string
  seed: number
}

export type RunEnding =
  | { status: RunSummary['status']; record: RunSummary }
  /** There is no record. */
  | { status: 'lost'; reason: string }

/** A record without its set-up, which is the same for all seeds of an arm. */
export interface RunSummary {
  status: 'finished' | 'diverged' | 'stopped'
  /** Why a diverged or stopped run ended. */
  reason?: string
  /** Number of trainable parameters. */
  parameters: number
  curve: Evaluation[]
  engine: EngineInfo
  provenance: Provenance
}

export interface ClaimReport {
  name: string
  title?: string
  /** The spec, and the line on which the claim starts, from 1. */
  file: string
  line: number
  /** The text of the claim in the spec. */
  text: string
  profile?: string
  tags: string[]
  /** The paper by its name in the start event. */
  cites: { paper: string; place: string }[]
  reported: ReportedFact[]
  /** Its seeds come from the command line, not from the spec. */
  exploratory?: true
  /** The strongest basis of its expectations; absent in streams of older versions. */
  basis?: Basis
  verdict: VerdictName
  /** Why the claim as a whole was skipped. */
  sentence?: string
  help?: string
  /** Why a skipped claim was left out. */
  skippedFor?: 'profile' | 'data' | 'budget'
  /** Skipped because the command was interrupted before a verdict. */
  interrupted?: true
  /** Notes on the data files: what is left out, how they are read. */
  dataNotes?: readonly string[]
  expectations: ExpectationReport[]
  /** Measurements along the claim's sweep. */
  outcomes?: SweptQuantity[]
}

/** A curve includes its points if they are known. */
export type ReportedFact =
  | Extract<ReportedValue, { type: 'value' }>
  | (Extract<ReportedValue, { type: 'curve' }> & Partial<PaperCurve>)

/** A curve of a paper's figure. */
export interface PaperCurve {
  /** The axes of its chart: `epoch` and `accuracy, %`, or `p, %` and `test error, %`. */
  x: string
  y: string
  points: [number, number][]
  /** Words of the label of the arm or quantity whose colour it takes: `random labels`. */
  of?: string
  /** For an accuracy or a loss over epochs; train by default. */
  split?: 'train' | 'test'
  /** How the points were obtained from the publication. */
  note?: string
}

export interface ExpectationReport {
  /** As written, without `expect`. */
  text: string
  line: number
  /** The verdict of the first of the worst cases; the case holds its evidence. */
  verdict: Omit<Verdict, 'evidence'>
  /** Absent in streams of older versions. */
  basis?: Basis
  /** One for each value that the expectation is quantified over. */
  cases: CaseReport[]
}

export interface CaseReport extends JudgedCase {
  arms: ArmReport[]
}

/** A set-up that is measured, by its runs. */
export interface ArmReport {
  label: string
  /** The metrics that are measured, and those that conditions wait for. */
  metrics: string[]
  /** The curves to draw over epochs; absent in streams of older versions. */
  drawn?: Drawn[]
  runs: { seed: number; key: string }[]
}

/** Receives each event as it happens. */
export type Reporter = (event: RunEvent) => void
