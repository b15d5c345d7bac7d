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

export interface Position {
  line: number
  column: number
}

/** Line and column of an offset, both from 1; columns count UTF-16 code units. */
export function position(text: string, offset: number): Position {
  let line = 1
  let lineStart = 0
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    line++
    lineStart = at + 1
  }
  return { line, column: offset - lineStart + 1 }
}
