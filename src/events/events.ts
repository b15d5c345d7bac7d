/**
 * @file The one stream of events from which every report is made. Plain data: numbers may be NaN or
 * infinite, which `event-line.ts` carries through JSON.
 */

import type { Basis } from '../claims/basis.js'
import type { Paper, ReportedValue } from '../claims/citation.js'
import type { EngineInfo } from '../engine/engine.js'
import type { JudgedCase, Outcome, Verdict, VerdictName } from '../judge/verdict.js'
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
  epochs: number
  /** Training images per second since the first evaluation, which has none. */
  imagesPerSecond?: number
  /** Estimate up to the last epoch. */
  secondsLeft: number
}

/** Of a computation, which has no epochs. */
export interface ProgressEvent {
  type: 'progress'
  run: RunReference
  /** Of the work that is done, between 0 and 1. */
  fraction: number
  /** What it is at. */
  note: string
  secondsLeft?: number
}

/** The machine lost the run, which starts once more. */
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

/** Somebody asked to stop: runs under way end as soon as they can. */
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
  /** Runs that were stopped or not started because no verdict depended on them, and what they would have taken at most. */
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

/** A record without its set-up, which would repeat in each of an arm's seeds. */
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
  /** The spec and its line that the claim starts at, from 1. */
  file: string
  line: number
  /** The claim as the spec writes it. */
  text: string
  profile?: string
  tags: string[]
  /** The paper by its name in the start event. */
  cites: { paper: string; place: string }[]
  reported: ReportedFact[]
  /** Its seeds come from the command line, not from the spec. */
  exploratory?: true
  /** The strongest of what its expectations rest on; streams of older versions do not say. */
  basis?: Basis
  verdict: VerdictName
  /** Said of the claim as a whole: why it was skipped. */
  sentence?: string
  help?: string
  /** What a skipped claim was left out for. */
  skippedFor?: 'profile' | 'data' | 'budget'
  /** Skipped, for the command was interrupted before there was a verdict. */
  interrupted?: true
  /** What people should know of the files that it is judged on: what is left out, how they are read. */
  dataNotes?: readonly string[]
  expectations: ExpectationReport[]
  /** What was measured along the sweep that the claim is over. */
  outcomes?: Outcome[]
}

/** A curve comes with its points where they are known. */
export type ReportedFact =
  | Extract<ReportedValue, { type: 'value' }>
  | (Extract<ReportedValue, { type: 'curve' }> & Partial<PaperCurve>)

/** A curve of a paper's figure. */
export interface PaperCurve {
  /** The axes of the chart that it belongs on: `epoch` and `accuracy, %`, or `p, %` and `test error, %`. */
  x: string
  y: string
  points: [number, number][]
  /** Words of the label of the arm, or of the quantity, in whose colour it is drawn: `random labels`. */
  of?: string
  /** Of an accuracy or a loss over epochs; train where nothing is said. */
  split?: 'train' | 'test'
  /** How the points were obtained from what is published. */
  note?: string
}

export interface ExpectationReport {
  /** As written, without `expect`. */
  text: string
  line: number
  /** Of the first of the worst cases; its evidence stands with the case. */
  verdict: Omit<Verdict, 'evidence'>
  /** Streams of older versions do not say. */
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
  /** The metrics that are taken of it, and those that it is waited for. */
  metrics: string[]
  /** What is drawn over epochs because of them; streams of older versions do not say. */
  drawn?: Drawn[]
  runs: { seed: number; key: string }[]
}

/** Hears each event as it happens. */
export type Reporter = (event: RunEvent) => void
