/**
 * @file Limits beyond what people write: longer lines, larger files and deeper nesting would make parsing slow or
 * overflow the stack.
 */

import type { Diagnostic } from '../diagnostics/diagnostic.js'
import type { Source } from '../diagnostics/source.js'
import { tooDeep, tooLong } from '../diagnostics/syntax.js'

const longestLine = 2_000
const longestFile = 1_000_000
const deepest = 64

export function excess(source: Source): Diagnostic | undefined {
  const { text } = source
  if (text.length > longestFile) {
    return tooLong(source, { start: 0, end: 1 }, 'file', longestFile)
  }
  let depth = 0
  let lineStart = 0
  // A row of signs nests like brackets.
  const tokens = /"[^"\n]*"?|\/\/[^\n]*|(?:-[ \t]*){65,}|[{}[\]()\n]/g
  for (const { 0: token, index } of text.matchAll(tokens)) {
    if (token === '\n') {
      if (index - lineStart > longestLine) return longLine(source, lineStart)
      lineStart = index + 1
    } else if ('{[('.includes(token)) {
      if (++depth > deepest) return tooDeep(source, { start: index, end: index + 1 })
    } else if (token.startsWith('-')) {
      return tooDeep(source, { start: index, end: index + 1 })
    } else if ('}])'.includes(token)) depth = Math.max(0, depth - 1)
  }
  return text.length - lineStart > longestLine ? longLine(source, lineStart) : undefined
}

function longLine(source: Source, start: number): Diagnostic {
  return tooLong(
    source,
    { start: start + longestLine, end: start + longestLine + 1 },
    'line',
    longestLine,
  )
}
