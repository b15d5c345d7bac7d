/** @file A kind of mistake: its code, its explanation, and its message in one case. */

import type { Diagnostic, DiagnosticDetails, Severity } from './diagnostic.js'
import type { Source, Span } from './source.js'

/** The content of `genspec explain CODE` and docs/errors.md. */
export interface Rule {
  code: string
  severity: Severity
  title: string
  explanation: string
  /** Parts of specs, cut to the statements that matter. */
  wrong: string
  right: string
}

export interface Diagnose<A extends unknown[]> {
  (source: Source, span: Span, ...facts: A): Diagnostic
  rule: Rule
}

/** Makes the function that makes a rule's diagnostics. */
export function defineRule<A extends unknown[]>(
  rule: Rule,
  say: (source: Source, span: Span, ...facts: A) => DiagnosticDetails,
): Diagnose<A> {
  const { code, severity } = rule
  const diagnose = (source: Source, span: Span, ...facts: A): Diagnostic => ({
    code,
    severity,
    source,
    span,
    ...say(source, span, ...facts),
  })
  return Object.assign(diagnose, { rule })
}
