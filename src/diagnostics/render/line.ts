/** @file The first line of a span as a terminal shows it, with the columns of the span. */

import stringWidth from 'string-width'
import { visible } from '../../text/visible.js'
import type { Span } from '../source.js'

/** In UTF-16 code units; of a longer line, only the part around the span is shown. */
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

/** How far to look back for the start of a character: an emoji can be a sequence of many. */
const longest = 64

/** The grapheme around an offset, such as a letter with its accents; nothing if one begins there. */
function characterAt(line: string, offset: number): Span {
  const from = Math.max(0, offset - longest)
  const near = line.slice(from, offset + longest)
  const found = characters.segment(near).containing(offset - from)
  if (!found || found.index === offset - from) return { start: offset, end: offset }
  return { start: from + found.index, end: from + found.index + found.segment.length }
}
