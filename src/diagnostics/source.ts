/** @file A source text and places in it. */

export interface Source {
  /** As shown to the user: relative to the working directory, with forward slashes. */
  path: string
  text: string
}

/** A stretch of a source text, in UTF-16 code units; `end` is exclusive. */
export interface Span {
  start: number
  end: number
}

/** Line and column of an offset, both from 1; columns count UTF-16 code units. */
export function position(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset)
  const lineStart = before.lastIndexOf('\n') + 1
  return { line: before.split('\n').length, column: offset - lineStart + 1 }
}
