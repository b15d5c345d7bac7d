/** @file The one type in which every stage says what is wrong with a spec. */

import type { Source, Span } from './source.js'

export type Severity = 'error' | 'warning'

export interface Diagnostic extends Finding {
  /** `GS1xxx` syntax, `GS2xxx` names, types and units, `GS3xxx` shapes, `GS4xxx` design. */
  code: string
  severity: Severity
  source: Source
  span: Span
}

/** What is wrong in one case, and how to fix it. */
export interface Finding {
  /** Stands alone: says what is wrong without the excerpt. */
  message: string
  /** A few words under the carets. */
  label?: string
  /** Other places that it has to do with. */
  related?: Related[]
  notes?: string[]
  /** How to fix it. */
  help?: string
  /** Fixes it automatically; applied by `check --fix`. */
  fix?: Fix
}

export interface Related {
  source: Source
  span: Span
  label: string
}

export interface Fix {
  /** What it does, in the imperative. */
  title: string
  /** Replacements in the diagnostic's source, none overlapping another. */
  edits: Edit[]
}

export interface Edit {
  span: Span
  text: string
}

/** Where a stage puts what it finds wrong; it goes on, so that one run shows every mistake. */
export type Report = (diagnostic: Diagnostic) => void
