/** @file The type in which every stage reports a mistake in a spec. */

import type { Source, Span } from './source.js'

export type Severity = 'error' | 'warning'

export interface Diagnostic extends DiagnosticDetails {
  /** `GS1xxx` syntax, `GS2xxx` names, types and units, `GS3xxx` shapes, `GS4xxx` design. */
  code: string
  severity: Severity
  source: Source
  span: Span
}

/** A mistake in one place, and how to fix it. */
export interface DiagnosticDetails {
  /** Understandable without the excerpt. */
  message: string
  /** A few words under the carets. */
  label?: string
  /** Other places that are involved. */
  related?: Related[]
  notes?: string[]
  /** How to fix it. */
  help?: string
  /** The automatic fix, which `check --fix` applies. */
  fix?: Fix
}

export interface Related {
  source: Source
  span: Span
  label: string
}

export interface Fix {
  /** In the imperative. */
  title: string
  /** Replacements in the diagnostic's source, none overlapping another. */
  edits: Edit[]
}

export interface Edit {
  span: Span
  text: string
}

/** Receives each diagnostic of a stage. The stage continues, so one check shows every mistake. */
export type Report = (diagnostic: Diagnostic) => void
