/** @file Diagnostics as JSON. */

import { visibleJson } from '../../text/visible.js'
import type { Diagnostic } from '../diagnostic.js'
import { type Source, type Span, position } from '../source.js'

/** One JSON object; offsets count UTF-16 code units from 0, lines and columns from 1. */
export function diagnosticsJson(diagnostics: readonly Diagnostic[]): string {
  const count = (severity: string) =>
    diagnostics.filter((diagnostic) => diagnostic.severity === severity).length
  const report = {
    errors: count('error'),
    warnings: count('warning'),
    diagnostics: diagnostics.map(
      ({ code, severity, source, span, message, label, related = [], notes = [], help, fix }) => ({
        code,
        severity,
        message,
        ...placeOf(source, span),
        ...(label !== undefined && { label }),
        related: related.map((one) => ({ label: one.label, ...placeOf(one.source, one.span) })),
        notes,
        ...(help !== undefined && { help }),
        ...(fix && {
          fix: {
            title: fix.title,
            edits: fix.edits.map((edit) => ({ text: edit.text, ...placeOf(source, edit.span) })),
          },
        }),
      }),
    ),
  }
  return visibleJson(JSON.stringify(report, null, 2))
}

function placeOf({ path, text }: Source, { start, end }: Span) {
  return {
    path,
    start: { offset: start, ...position(text, start) },
    end: { offset: end, ...position(text, end) },
  }
}
