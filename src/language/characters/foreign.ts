/**
 * @file Characters outside of ASCII in code. Letters may occur in names; no other such character belongs to the
 * language.
 */

import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import { lookalike } from '../../diagnostics/foreign.js'
import type { Source, Span } from '../../diagnostics/source.js'
import { hiddenCharacter } from '../../diagnostics/syntax.js'
import { characterName } from '../../text/character-name.js'
import { visible } from '../../text/visible.js'
import { endSlip, opensText, quotedSlip } from './quotes.js'
import { signSlip } from './signs.js'
import { offender, plainWord } from './words.js'

const part = '[\\p{L}\\p{Nd}\\p{M}_\\p{Default_Ignorable_Code_Point}]'
const word = `${part}(?:${part}|[.\\-\\u2010\\u2011](?=${part}))*`
const emoji =
  '\\p{Extended_Pictographic}[\\uFE0F\\u200D\\p{Emoji_Modifier}\\p{Extended_Pictographic}]*'
const token = new RegExp(`"[^"\\n]*"?|//[^\\n]*|${word}|${emoji}|[^\\0-\\x7F]`, 'gu')

const ascii = /^[\0-\x7F]*$/

export function foreignSlips(source: Source): Diagnostic[] {
  const { text } = source
  if (ascii.test(text)) return []
  const slips: Diagnostic[] = []
  token.lastIndex = 0
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    const [written] = found
    if (ascii.test(written) || written.startsWith('//')) continue
    const span = { start: found.index, end: token.lastIndex }
    if (opensText(written, text[span.start - 1])) {
      const { slip, end } = quotedSlip(source, span.start)
      slips.push(slip)
      token.lastIndex = end
      continue
    }
    const slip = written.startsWith('"')
      ? endSlip(source, span.start, written)
      : /^[\p{L}\p{Nd}\p{M}_\p{Default_Ignorable_Code_Point}]/u.test(written)
        ? wordSlip(source, span, written)
        : signSlip(source, span)
    if (slip) slips.push(slip)
  }
  return slips
}

function wordSlip(source: Source, span: Span, written: string): Diagnostic | undefined {
  const plain = plainWord(written)
  if (plain === '') return hiddenCharacter(source, span, written)
  const isName = /^[\p{L}\p{Nd}_.-]*$/u.test(plain)
  if (plain === written && isName) return undefined
  const shown = isName ? plain : visible(written)
  const message = `\`${shown}\` is written with ${characterName(offender(written))}`
  return lookalike(source, span, message, isName ? plain : undefined)
}
