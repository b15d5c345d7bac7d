/** @file A kind of mistake: its code, what it means in general, and how it is said in one case. */

import type { Diagnostic, Finding, Severity } from './diagnostic.js'
import type { Source, Span } from './source.js'

/** What `genspec explain CODE` and docs/errors.md say. */
export interface Rule {
  code: string
  severity: Severity
  title: string
  explanation: string
  /** Parts of specs; what they leave out does not matter. */
  wrong: string
  right: string
}

export interface Diagnose<A extends unknown[]> {
  (source: Source, span: Span, ...facts: A): Diagnostic
  rule: Rule
}

/** The function that makes the diagnostics of a rule. */
export function defineRule<A extends unknown[]>(
  rule: Rule,
  say: (source: Source, span: Span, ...facts: A) => Finding,
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
