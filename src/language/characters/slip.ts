/** @file Mistakes in single characters. Each kind is reported once and corrected before parsing, so it hides no other mistake. */

import type { Diagnostic, Edit, Report } from '../../diagnostics/diagnostic.js'
import type { Source } from '../../diagnostics/source.js'

/** The most diagnostics for one file. */
const mostSaid = 20

/** Reports equal slips together, at the first place, with a fix for all of them. */
export function saySlips(slips: readonly Diagnostic[], report: Report): void {
  const groups = new Map<string, Diagnostic[]>()
  for (const slip of slips) {
    const name = [slip.code, slip.message, slip.help, slip.fix?.title].join('\n')
    groups.set(name, [...(groups.get(name) ?? []), slip])
  }
  for (const group of [...groups.values()].slice(0, mostSaid)) report(together(group))
}

function together(group: readonly Diagnostic[]): Diagnostic {
  const [first, ...others] = group as [Diagnostic, ...Diagnostic[]]
  if (others.length === 0) return first
  const edits = group.flatMap(({ fix }) => fix?.edits ?? [])
  const places = others.length === 1 ? 'one other place' : `${others.length} other places`
  return {
    ...first,
    notes: [`the same in ${places} of this file`],
    ...(first.fix && { fix: { ...first.fix, edits } }),
  }
}

/** The source with the slips corrected; all other characters keep their offsets. */
export function putRight(source: Source, slips: readonly Diagnostic[]): Source {
  const edits = slips.flatMap(({ fix }) => fix?.edits ?? [])
  return { ...source, text: edits.reduce(substituted, source.text) }
}

/**
 * Replaces text without changing the length: a shorter replacement is padded with spaces, a longer one
 * uses the spaces after it. Without enough room the slip stays, and its statement does not parse.
 */
function substituted(text: string, { span: { start, end }, text: wanted }: Edit): string {
  const spaces = /^ */.exec(text.slice(end))?.[0].length ?? 0
  const width = Math.max(wanted.length, end - start)
  if (width > end - start + spaces) return text
  return text.slice(0, start) + wanted.padEnd(width) + text.slice(start + width)
}
