/** @file Applies the fixes of diagnostics. */

import type { Diagnostic, Edit } from './diagnostic.js'

/** The text of a source with its fixes applied; of two fixes that overlap, only the first. */
export function applyFixes(text: string, diagnostics: readonly Diagnostic[]): string {
  const chosen: Edit[] = []
  const free = ({ span }: Edit) =>
    chosen.every((one) => span.end < one.span.start || one.span.end < span.start)
  for (const { fix } of diagnostics) {
    if (fix?.edits.every(free)) chosen.push(...fix.edits)
  }
  chosen.sort((a, b) => b.span.start - a.span.start)
  return chosen.reduce(
    (result, { span, text: replacement }) =>
      result.slice(0, span.start) + replacement + result.slice(span.end),
    text,
  )
}
