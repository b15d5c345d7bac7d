/** @file A source text and places in it. */

import type { EncodingFault, TextForm } from '../text/encoding.js'

export interface Source {
  /** As shown to the user: relative to the root of the project, with forward slashes. */
  path: string
  /** Its lines end with `\n`. */
  text: string
  /** How the file encodes the text; absent without a file. */
  form?: TextForm
  /** The part of the file that is not text. Such a file is neither used nor written. */
  fault?: EncodingFault
}

/** A stretch of a source text, in UTF-16 code units; `end` is exclusive. */
export interface Span {
  start: number
  end: number
}

export interface Position {
  line: number
  column: number
}

/** Line and column of an offset, both from 1; columns count UTF-16 code units. */
export function position(text: string, offset: number): Position {
  const starts = lineStarts(text)
  let [line, after] = [0, starts.length]
  while (after - line > 1) {
    const middle = (line + after) >> 1
    if ((starts[middle] ?? 0) <= offset) line = middle
    else after = middle
  }
  return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 }
}

/** The white space that the line of an offset begins with. */
export function indentationAt(text: string, offset: number): string {
  const start = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1
  return /^[ \t]*/.exec(text.slice(start))?.[0] ?? ''
}

// Callers ask for many places of one text in a row.
let latest = { text: '', starts: [0] }

function lineStarts(text: string): number[] {
  if (latest.text !== text) {
    const breaks = [...text.matchAll(/\n/g)]
    latest = { text, starts: [0, ...breaks.map(({ index }) => index + 1)] }
  }
  return latest.starts
}
