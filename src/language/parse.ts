/**
 * @file The parser: from a source text to its syntax tree. A broken block or statement does not hide the
 * others.
 */

import type { MatchResult } from 'ohm-js'
import type { Diagnostic, Report } from '../diagnostics/diagnostic.js'
import { type Source, indentationAt } from '../diagnostics/source.js'
import { tooDeep, unclosedBracket, unexpectedText } from '../diagnostics/syntax.js'
import { buildDeclarations } from './build-tree.js'
import { plainSource } from './characters/plain.js'
import { statementForms } from './forms.js'
import { grammar } from './grammar.js'
import { blockKinds } from './keywords.js'
import { excess } from './limits.js'
import { recogniseSlip } from './slips.js'
import { openBrackets, spotAt } from './spot.js'
import { unreadable } from './unreadable.js'
import type { Declaration, Name, SyntaxTree } from './tree.js'

/** Parses a whole file. Text that does not parse is reported and left out of the tree. */
export function parse(source: Source, report: Report): SyntaxTree {
  const refusal = unreadable(source) ?? excess(source)
  if (refusal) {
    report(refusal)
    return { source, declarations: [] }
  }
  const plain = plainSource(source, report)
  const reportOthers = (diagnostic: Diagnostic) => {
    if (!plain.hasSlipAt(diagnostic.span.start)) report(diagnostic)
  }
  return { source, declarations: parseText(plain.source, reportOthers) }
}

function parseText(source: Source, report: Report): Declaration[] {
  // Parsing block by block is faster than parsing the whole, which has a large memo table. A line in an
  // unindented block may look like the header of a block; then only the whole parses.
  const blocks = splitAtBlocks(source.text)
  const parsed = blocks.map(({ text, start }) => declarationsIn(source, text, start, report))
  if (parsed.every((declarations) => declarations !== 'broken')) {
    return parsed.flat()
  }
  const whole = blocks.length > 1 ? declarationsIn(source, source.text, 0, report) : 'broken'
  if (whole !== 'broken') return whole
  return blocks.flatMap(({ text, start }, index) => {
    const block = parsed[index]
    return block === undefined || block === 'broken'
      ? parseBlock(source, text, start, report)
      : block
  })
}

/** The largest number of mistakes that are shown for one block. */
const mostMistakes = 10

/** The declarations in a block; a broken statement is reported and skipped. */
function parseBlock(source: Source, text: string, start: number, report: Report): Declaration[] {
  let remaining = text
  let leftOut = ''
  for (let mistakes = 0; mistakes < mostMistakes; mistakes++) {
    const declarations = declarationsIn(source, remaining, start, report)
    if (declarations !== 'broken') {
      return leftOut === '' ? declarations : declarations.map((one) => ({ ...one, leftOut }))
    }
    const failed = grammar.match(remaining) as FailedMatch
    const at = failed.getRightmostFailurePosition()
    const open = at >= remaining.trimEnd().length ? openBrackets(remaining).at(-1) : undefined
    if (open) {
      report(unclosed(source, start, remaining, open))
      remaining = `${remaining.trimEnd()}\n${closingOf(open.bracket)}`
      continue
    }
    const unpaired = neverClosed(remaining, at)
    const slip = unpaired?.sameLine === false ? undefined : slipAt(source, failed, start)
    if (unpaired && !slip) {
      // The rest of the line where parsing stopped belongs to the next statement.
      const end = unpaired.sameLine ? at : remaining.lastIndexOf('\n', at - 1)
      report(unclosed(source, start, remaining.slice(0, end), unpaired))
      const without = withoutLines(remaining, unpaired.at, at)
      if (without === undefined) break
      leftOut += `${without.line}\n`
      remaining = without.text
      continue
    }
    report(slip ?? failure(source, failed, start))
    const without = withoutLine(remaining, at)
    if (without === undefined) break
    leftOut += `${without.line}\n`
    remaining = without.text
  }
  return nameOnly(text, start)
}

/** The kind and name of a block that does not parse, so that others can refer to it. */
function nameOnly(text: string, start: number): Declaration[] {
  const found = /^(\w+)[ \t]+([\p{L}][\p{L}\d_.-]*)/u.exec(text)
  const [header = '', kind = '', name = ''] = found ?? []
  if (!(blockKinds as readonly string[]).includes(kind)) return []
  const nameAt = (word: string, at: number): Name => ({
    type: 'name',
    text: word,
    span: { start: at, end: at + word.length },
  })
  return [
    {
      type: 'block',
      kind: nameAt(kind, start),
      name: nameAt(name, start + header.length - name.length),
      parameters: [],
      statements: [],
      leftOut: text,
      span: { start, end: start + text.trimEnd().length },
    },
  ]
}

function declarationsIn(
  source: Source,
  text: string,
  start: number,
  report: Report,
): Declaration[] | 'broken' {
  try {
    const match = grammar.match(text)
    if (match.failed()) return 'broken'
    return buildDeclarations(match, start)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    report(tooDeep(source, { start, end: start + Math.max(1, text.indexOf('\n')) }))
    return []
  }
}

/** Cuts a text before each line that opens a block in the first column. */
function splitAtBlocks(text: string): { text: string; start: number }[] {
  const opening = new RegExp(`^(?:${blockKinds.join('|')}|use)\\b`, 'gm')
  const starts = [...text.matchAll(opening)].map((found) => found.index)
  if (starts[0] !== 0) starts.unshift(0)
  return starts.map((start, index) => ({ text: text.slice(start, starts[index + 1]), start }))
}

/**
 * The text with the line around an offset blanked, and that line; undefined if the brackets would no longer
 * match.
 */
function withoutLine(text: string, offset: number): { text: string; line: string } | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const found = text.indexOf('\n', offset)
  const end = found === -1 ? text.length : found
  const line = text.slice(start, end)
  if (line.trim() === '' || start === 0 || /[{}[\]()]/.test(unpaired(line))) return undefined
  return { text: text.slice(0, start) + ' '.repeat(line.length) + text.slice(end), line }
}

/** The innermost `(` or `[` that is open where parsing stopped, if the block never closes it. */
function neverClosed(
  text: string,
  stopped: number,
): { bracket: string; at: number; sameLine: boolean } | undefined {
  const innermost = openBrackets(text.slice(0, stopped)).at(-1)
  if (innermost === undefined || innermost.bracket === '{') return undefined
  const { at } = innermost
  if (!openBrackets(text).some((open) => open.at === at)) return undefined
  return { ...innermost, sameLine: !text.slice(at, stopped).includes('\n') }
}

/** The text with the lines of an unclosed bracket blanked, up to where parsing stopped. */
function withoutLines(
  text: string,
  from: number,
  stopped: number,
): { text: string; line: string } | undefined {
  const start = text.lastIndexOf('\n', from) + 1
  const found = text.indexOf('\n', from)
  const until = Math.max(text.lastIndexOf('\n', stopped - 1), found === -1 ? text.length : found)
  const lines = text.slice(start, until)
  if (start === 0 || /[{}]/.test(lines)) return undefined
  return {
    text: text.slice(0, start) + lines.replace(/[^\n]/g, ' ') + text.slice(until),
    line: lines,
  }
}

function unpaired(line: string): string {
  const bare = line.replace(/"[^"]*"|\/\/.*$/g, '')
  const closed = bare.replace(/\([^()[\]{}]*\)|\[[^()[\]{}]*\]|\{[^()[\]{}]*\}/g, '')
  return closed === bare ? bare : unpaired(closed)
}

function unclosed(
  source: Source,
  start: number,
  text: string,
  { bracket, at }: { bracket: string; at: number },
): Diagnostic {
  const opened = start + at
  const indent = indentationAt(text, at)
  const end = start + text.replace(/\s*(?:\/\/[^\n]*\s*)*$/, '').length
  const within = Math.min(Math.max(end, opened + 1), source.text.length)
  const missing = { start: source.text[within - 1] === ',' ? within - 1 : within, end: within }
  const span = { start: opened, end: opened + 1 }
  return unclosedBracket(source, span, bracket, closingOf(bracket), missing, indent)
}

function closingOf(bracket: string): string {
  return bracket === '{' ? '}' : bracket === '[' ? ']' : ')'
}

/** A failed match as Ohm documents it; its type declarations lack it. */
interface FailedMatch extends MatchResult {
  getRightmostFailurePosition(): number
  getRightmostFailures(): { isFluffy(): boolean; toString(): string }[]
}

function offsetOf({ text }: Source, failed: FailedMatch, start: number): number {
  return Math.min(start + failed.getRightmostFailurePosition(), text.length)
}

function slipAt(source: Source, failed: FailedMatch, start: number): Diagnostic | undefined {
  return recogniseSlip(source, offsetOf(source, failed, start))
}

const longestExpectation = 4

function failure(source: Source, failed: FailedMatch, start: number): Diagnostic {
  const offset = offsetOf(source, failed, start)
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
  const isQuoted = (choice: string) => choice.startsWith('`')
  const choices = [...new Set(expected)]
    .filter((choice) => choice !== '')
    .sort((a, b) => Number(isQuoted(a)) - Number(isQuoted(b)))
  const span = { start: offset, end: offset + Math.max(1, atEnd ? 1 : word.length) }
  const [statement = ''] = /^\s*(\w+)/.exec(spotAt(source, offset).before)?.slice(1) ?? []
  const form = statement === 'expect' ? undefined : statementForms[statement]
  const few = choices.length <= longestExpectation ? choices : []
  return unexpectedText(source, span, found, few, form)
}

function describeExpectation(described: string): string {
  return described.startsWith('"') ? `\`${described.slice(1, -1)}\`` : described
}
