/** @file The place where parsing stopped, for the recognition of known mistakes. */

import type { Diagnostic } from '../diagnostics/diagnostic.js'
import type { Source, Span } from '../diagnostics/source.js'

/** The line around an offset, and the offset in it. */
export interface Spot {
  source: Source
  offset: number
  lineStart: number
  line: string
  /** The line up to the offset and from it on. */
  before: string
  after: string
}

export type Recognise = (spot: Spot) => Diagnostic | undefined

export function spotAt(source: Source, offset: number): Spot {
  const { text } = source
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1
  const found = text.indexOf('\n', offset)
  const line = text.slice(lineStart, found === -1 ? text.length : found)
  const [before, after] = [line.slice(0, offset - lineStart), line.slice(offset - lineStart)]
  return { source, offset, lineStart, line, before, after }
}

/** A part of the line, without the white space at its ends. */
export function spanIn({ line, lineStart }: Spot, start: number, end: number): Span {
  const part = line.slice(start, end)
  const from = lineStart + start + (part.length - part.trimStart().length)
  return { start: from, end: Math.max(from + 1, lineStart + start + part.trimEnd().length) }
}

/** The brackets that a text leaves open, with their offsets; strings and comments are skipped. */
export function openBrackets(text: string): { bracket: string; at: number }[] {
  const open: { bracket: string; at: number }[] = []
  for (const { 0: token, index } of text.matchAll(/"[^"\n]*"?|\/\/[^\n]*|[{}[\]()]/g)) {
    if ('{[('.includes(token)) open.push({ bracket: token, at: index })
    else if (token in pairs && open.at(-1)?.bracket === pairs[token]) open.pop()
  }
  return open
}

export function isOpen(text: string, closing: string): boolean {
  return openBrackets(text).some(({ bracket }) => bracket === pairs[closing])
}

const pairs: Record<string, string> = { '}': '{', ']': '[', ')': '(' }
