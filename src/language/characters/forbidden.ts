/** @file Characters that no part of a spec may hold, not even a string or a comment. */

import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Source } from '../../diagnostics/source.js'
import { hiddenCharacter, notUtf8 } from '../../diagnostics/syntax.js'

const hidden =
  /[^\P{Cc}\t\n]|[\u2028\u2029\u202A-\u202E\u2066-\u2069\uFFFD]|\p{Cs}|\p{Noncharacter_Code_Point}/gu

export function hiddenSlips(source: Source): Diagnostic[] {
  return [...source.text.matchAll(hidden)].map(({ 0: character, index }) => {
    const span = { start: index, end: index + character.length }
    return character === '\uFFFD'
      ? notUtf8(source, span, 'U+FFFD: the character that stood here is lost', 'write it again')
      : hiddenCharacter(source, span, character)
  })
}
