/** @file Suggestions: "did you mean …?". */

import { distance } from 'fastest-levenshtein'
import { latinLookalike } from '../text/latin-lookalike.js'
import { aliasOf } from './aliases.js'
import type { DiagnosticDetails } from './diagnostic.js'
import type { Source, Span } from './source.js'

/** The known name nearest to a mistyped one, if it is near enough. */
function nearest(name: string, known: readonly string[]): string | undefined {
  const limit = Math.ceil(name.length / 3)
  const ranked = known
    .filter((candidate) => Math.abs(candidate.length - name.length) <= limit)
    .map((candidate) => ({ candidate, edits: distance(name, candidate) }))
    .filter(({ edits }) => edits <= limit)
    .sort((a, b) => a.edits - b.edits)
  return ranked[0]?.candidate
}

function meantBy(name: string, known: readonly string[]): string | undefined {
  const seen = latinLookalike(name)
  if (seen !== undefined && known.includes(seen)) return seen
  return aliasOf(name, known) ?? nearest(name, known)
}

const longestList = 12

/** Help for an unknown name: the name that is probably meant, or the list of all if it is short. */
export function suggestion(name: string, known: readonly string[]): string | undefined {
  const meant = meantBy(name, known)
  if (meant !== undefined) return `did you mean \`${meant}\`?`
  if (known.length === 0 || known.length > longestList) return undefined
  return `known: ${known.map((one) => `\`${one}\``).join(', ')}`
}

/** The same help, with a fix if the span holds only the name. */
export function mending(
  source: Source,
  span: Span,
  name: string,
  known: readonly string[],
): Pick<DiagnosticDetails, 'help' | 'fix'> {
  const help = suggestion(name, known)
  if (help === undefined) return {}
  const meant = meantBy(name, known)
  if (meant === undefined || source.text.slice(span.start, span.end) !== name) return { help }
  return { help, fix: { title: `write \`${meant}\``, edits: [{ span, text: meant }] } }
}
