/** @file Slips in the header of a block, and whole files in another language's format. */

import {
  bracketOnNextLine,
  foreignFormat,
  foreignWord,
  nameOfSeveralWords,
} from '../diagnostics/foreign.js'
import { blockKinds } from './keywords.js'
import { type Recognise, openBrackets, spanIn } from './spot.js'

const kind = `(?:${blockKinds.join('|')})`

/** Text in a place where only blocks can be. */
const formats: [RegExp, string][] = [
  [/^\s*\{/, 'JSON'],
  [/^\s*\[\[?[\w.-]+\]/, 'TOML'],
  [/^\s*\[/, 'JSON'],
  [/^\s*(?:- |[\w-]+:(?:\s|$)|---\s*$)/, 'YAML'],
  [/^\s*(?:(?:def|class|from)\b|import\s+\w+(?:\.|\s+as\b|\s*$))/, 'Python'],
]

const format: Recognise = (spot) => {
  const { source, lineStart, line, before } = spot
  if (openBrackets(source.text.slice(0, lineStart)).length > 0) return undefined
  const found = formats.find(([pattern]) => pattern.test(line))
  if (found === undefined || /[{}]/.test(before)) return undefined
  const [block = 'dataset'] = new RegExp(`\\b${kind}\\b`).exec(line) ?? []
  return foreignFormat(source, spanIn(spot, 0, line.length), found[1], block)
}

const importing: Recognise = (spot) => {
  const { source, line } = spot
  const [written, file] = /^\s*(?:import|include|require)\s+["']([^"']+)["'];?\s*$/.exec(line) ?? []
  if (written === undefined || file === undefined) return undefined
  return foreignWord(source, spanIn(spot, 0, line.length), written.trim(), `use "${file}"`)
}

/** Recognises `model my mlp {`. */
const severalWords: Recognise = (spot) => {
  const { source, line, before } = spot
  const header = new RegExp(`^(\\s*${kind}\\s+)([\\w-]+(?:\\s+[\\w-]+)+)\\s*[{(=]`).exec(line)
  const [, head, words] = header ?? []
  if (head === undefined || words === undefined || before.length < head.length) return undefined
  if (before.length > head.length + words.length) return undefined
  const span = spanIn(spot, head.length, head.length + words.length)
  return nameOfSeveralWords(source, span, words.trim().replaceAll(/\s+/g, '_'))
}

/** Recognises a block whose `{` is on the next line. */
const nextLine: Recognise = ({ source, offset, line, after }) => {
  if (after.trim() !== '' || !new RegExp(`^\\s*${kind}\\b`).test(line)) return undefined
  const gap = /^\s*\n\s*(?=\{)/.exec(source.text.slice(offset))?.[0]
  if (gap === undefined) return undefined
  const bracket = { start: offset + gap.length, end: offset + gap.length + 1 }
  return bracketOnNextLine(source, bracket, { start: offset, end: bracket.start })
}

export const foreignHeaders: readonly Recognise[] = [importing, format, severalWords, nextLine]
