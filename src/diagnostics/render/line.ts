/** @file The line that a span begins on, as a terminal shows it, and the columns of the span in it. */

import stringWidth from 'string-width'
import { visible } from '../../text/visible.js'
import type { Span } from '../source.js'

/** In UTF-16 code units: a longer line is shown around the span. */
const widest = 160

export interface ShownLine {
  text: string
  /** Columns before the span, and in it. */
  before: number
  width: number
}

export function lineAt(text: string, { start, end }: Span): ShownLine {
  const lineStart = start === 0 ? 0 : text.lastIndexOf('\n', start - 1) + 1
  const found = text.indexOf('\n', lineStart)
  const line = text.slice(lineStart, found === -1 ? undefined : found).trimEnd()
  const from = start - lineStart
  const room = Math.max(0, line.length - widest)
  const cut = characterAt(line, Math.min(Math.max(0, from - widest / 4), room)).start
  const limit = characterAt(line, cut + widest).start
  const first = characterAt(line, from).start
  const last = Math.max(first, Math.min(characterAt(line, end - lineStart).end, limit))
  return {
    text: visible(line.slice(cut, limit)),
    before: columns(line.slice(cut, first)) + Math.max(0, first - line.length),
    width: Math.max(1, columns(line.slice(first, last))),
  }
}

function columns(text: string): number {
  return stringWidth(visible(text))
}

const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Characters of a line that are looked at to see where one of them begins: an emoji is a row of many. */
const longest = 64

/** What a reader sees as one character, such as a letter with its accents, around an offset; nothing where one begins there. */
function characterAt(line: string, offset: number): Span {
  const from = Math.max(0, offset - longest)
  const near = line.slice(from, offset + longest)
  const found = characters.segment(near).containing(offset - from)
  if (!found || found.index === offset - from) return { start: offset, end: offset }
  return { start: from + found.index, end: from + found.index + found.segment.length }
}
