/** @file Did you mean. */

import { distance } from 'fastest-levenshtein'

/** The known name nearest to a mistyped one, when it is near enough to be meant. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const limit = Math.ceil(name.length / 3)
  const ranked = known
    .map((candidate) => ({ candidate, edits: distance(name, candidate) }))
    .filter(({ edits }) => edits <= limit)
    .sort((a, b) => a.edits - b.edits)
  return ranked[0]?.candidate
}

/** Help for a name that is not known: the nearest one, or the short list of all. */
export function suggestion(name: string, known: readonly string[]): string | undefined {
  const candidate = nearest(name, known)
  if (candidate !== undefined) return `did you mean \`${candidate}\`?`
  if (known.length === 0 || known.length > 12) return undefined
  return `known: ${known.map((one) => `\`${one}\``).join(', ')}`
}
