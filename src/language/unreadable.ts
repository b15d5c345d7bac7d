/** @file Files that are no text, and characters that no part of a spec may hold. */

import type { Diagnostic, Report } from '../diagnostics/diagnostic.js'
import type { Source } from '../diagnostics/source.js'
import { hiddenCharacter, notUtf8 } from '../diagnostics/syntax.js'

export function unreadable(source: Source): Diagnostic | undefined {
  if (!source.fault) return undefined
  const { at, message, help } = source.fault
  return notUtf8(source, { start: at, end: at + 1 }, message, help)
}

const hidden =
  /[^\P{Cc}\t\n]|[\u2028\u2029\u202A-\u202E\u2066-\u2069\uFFFD]|\p{Cs}|\p{Noncharacter_Code_Point}/gu

/** Of a file that is full of them. */
const mostShown = 10

/** The source with spaces in the place of hidden characters, the first of which are reported. */
export function withoutHidden(source: Source, report: Report): Source {
  const found = [...source.text.matchAll(hidden)]
  if (found.length === 0) return source
  for (const { 0: character, index } of found.slice(0, mostShown)) {
    const span = { start: index, end: index + character.length }
    report(
      character === '\uFFFD'
        ? notUtf8(source, span, 'U+FFFD: the character that stood here is lost', 'write it again')
        : hiddenCharacter(source, span, character),
    )
  }
  const text = source.text.replace(hidden, (character) => ' '.repeat(character.length))
  return { ...source, text }
}
