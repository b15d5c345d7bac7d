/** @file From a source text to its syntax tree; one broken block does not hide the others. */

import grammar from '#grammar'
import type { MatchResult } from 'ohm-js'
import type { Report } from '../diagnostics/diagnostic.js'
import type { Source, Span } from '../diagnostics/source.js'
import { unexpectedText } from '../diagnostics/syntax.js'
import { buildDeclarations } from './build-tree.js'
import { blockKinds } from './keywords.js'
import type { Declaration, SyntaxTree } from './tree.js'

/** Parses a whole file. What does not parse is reported and left out of the tree. */
export function parse(source: Source, report: Report): SyntaxTree {
  const match = grammar.match(source.text)
  if (match.succeeded()) return { source, declarations: buildDeclarations(match) }

  const declarations: Declaration[] = []
  for (const { text, start } of splitAtBlocks(source.text)) {
    const part = grammar.match(text)
    if (part.succeeded()) declarations.push(...shiftSpans(buildDeclarations(part), start))
    else reportFailure(source, part as FailedMatch, start, report)
  }
  return { source, declarations }
}

/** Cuts a text before each line that opens a block in the first column. */
function splitAtBlocks(text: string): { text: string; start: number }[] {
  const opening = new RegExp(`^(?:${blockKinds.join('|')}|use)\\b`, 'gm')
  const starts = [...text.matchAll(opening)].map((found) => found.index)
  if (starts[0] !== 0) starts.unshift(0)
  return starts.map((start, index) => ({ text: text.slice(start, starts[index + 1]), start }))
}

function shiftSpans<T>(tree: T, by: number): T {
  if (Array.isArray(tree)) return tree.map((child: unknown) => shiftSpans(child, by)) as T
  if (typeof tree !== 'object' || tree === null) return tree
  const shifted = Object.entries(tree).map(([key, value]: [string, unknown]) => {
    if (key !== 'span') return [key, shiftSpans(value, by)]
    const span = value as Span
    return [key, { start: span.start + by, end: span.end + by }]
  })
  return Object.fromEntries(shifted) as T
}

/** What Ohm documents of a failed match and leaves out of its types. */
interface FailedMatch extends MatchResult {
  getRightmostFailurePosition(): number
  getRightmostFailures(): { isFluffy(): boolean; toString(): string }[]
}

const longestExpectation = 4

function reportFailure(source: Source, failed: FailedMatch, start: number, report: Report): void {
  const offset = start + failed.getRightmostFailurePosition()
  const [word] = /^(?:[\w.]+|\s*$|[^\w\s]+)/.exec(
    source.text.slice(offset).split('\n')[0] ?? '',
  ) ?? ['']
  const atEnd = word.trim() === ''
  const found =
    offset >= source.text.length ? 'end of the file' : atEnd ? 'end of the line' : `\`${word}\``
  const expected = failed
    .getRightmostFailures()
    .filter((failure) => !failure.isFluffy())
    .map((failure) => describeExpectation(failure.toString()))
  const choices = [...new Set(expected)].filter((choice) => choice !== '')
  const span = { start: offset, end: offset + Math.max(1, atEnd ? 1 : word.length) }
  report(unexpectedText(source, span, found, choices.length <= longestExpectation ? choices : []))
}

function describeExpectation(described: string): string {
  return described.startsWith('"') ? `\`${described.slice(1, -1)}\`` : described
}
