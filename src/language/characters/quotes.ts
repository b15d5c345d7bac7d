/** @file Strings in quotes other than `"`: those of word processors, of other languages, and fullwidth ones. */

import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import { lookalike } from '../../diagnostics/foreign.js'
import type { Source } from '../../diagnostics/source.js'
import { characterName } from '../../text/character-name.js'

const double = '“”„‟«»＂″「」『』《》'
const single = '‘’‚‛‹›′＇´'

/** True if a character is such a quote; after a letter it is an apostrophe. */
export function opensText(character: string, before = ''): boolean {
  return double.includes(character) || (single.includes(character) && !/[\p{L}\d]/u.test(before))
}

/** The slip of a string from its first quote on, and the end of the string. */
export function quotedSlip(source: Source, start: number): { slip: Diagnostic; end: number } {
  const found = source.text.indexOf('\n', start)
  const line = source.text.slice(start, found === -1 ? undefined : found)
  const opening = line.charAt(0)
  const marks = double.includes(opening) ? double : single
  const message = `\`${opening}\`, ${characterName(opening)}, does not begin a text`
  const closing = lastOf(line, `${marks}"`)
  if (closing === undefined) {
    const span = { start, end: start + 1 }
    return { slip: lookalike(source, span, message, '"'), end: span.end }
  }
  const content = line.slice(1, closing)
  const span = { start, end: start + closing + 1 }
  const meant = content.includes('"') ? undefined : `"${content}"`
  return { slip: lookalike(source, span, message, meant), end: span.end }
}

/** The place of the last of these quotes after the first character and before a comment. */
function lastOf(line: string, marks: string): number | undefined {
  const code = line.replace(/(?<=\s)\/\/.*$/, '')
  const places = [...code.matchAll(new RegExp(`[${marks}]`, 'g'))].map(({ index }) => index)
  return places.filter((place) => place > 0).at(-1)
}

/** The slip of a string that begins with `"` and ends with another quote. */
export function endSlip(source: Source, start: number, text: string): Diagnostic | undefined {
  if (text.length > 1 && text.endsWith('"')) return undefined
  const closing = lastOf(text, double)
  if (closing === undefined) return undefined
  const span = { start: start + closing, end: start + closing + 1 }
  const mark = text.charAt(closing)
  return lookalike(source, span, `\`${mark}\`, ${characterName(mark)}, does not end a text`, '"')
}
