/** @file Frequent slips, recognised by the text where parsing stopped. */

import type { Diagnostic } from '../diagnostics/diagnostic.js'
import {
  doubleEquals,
  equalsForColon,
  foreignComment,
  foreignOperator,
  numberForm,
  pastedJson,
  punctuatedSetting,
  singleQuotes,
  thousandsComma,
} from '../diagnostics/foreign.js'
import type { Source } from '../diagnostics/source.js'
import { missingMargin, strayBracket, unclosedText } from '../diagnostics/syntax.js'
import { foreignClaims } from './foreign-claims.js'
import { foreignHeaders } from './foreign-headers.js'
import { foreignWords } from './foreign-words.js'
import { type Recognise, isOpen, openBrackets, spotAt } from './spot.js'

/** Returns the diagnostic of a known slip. */
export function recogniseSlip(source: Source, offset: number): Diagnostic | undefined {
  const spot = spotAt(source, offset)
  for (const recognise of slips) {
    const diagnostic = recognise(spot)
    if (diagnostic) return diagnostic
  }
  return undefined
}

const json: Recognise = ({ source, line, lineStart }) => {
  const found = /^(\s*)["'](\w+)["']\s*:\s*(.*?)\s*,?\s*$/.exec(line)
  if (!found) return undefined
  const [, indent = '', key = '', value = ''] = found
  const span = { start: lineStart + indent.length, end: lineStart + line.trimEnd().length }
  const plain = value.replace(/^["'](.*)["']$/, '$1')
  return pastedJson(source, span, key, /^[\w.-]*$/.test(plain) ? plain : value)
}

const equality: Recognise = ({ source, offset, before, after }) => {
  const start = after.startsWith('==') ? offset : offset - 1
  if (!after.startsWith('==') && !(before.endsWith('=') && after.startsWith('='))) return undefined
  return doubleEquals(source, { start, end: start + 2 })
}

const thousands: Recognise = ({ source, offset, before, after }) => {
  const head = /(?<![\w.] ?)\d{1,3} $/.exec(before)?.[0]
  const tail = /^\d{3}(?: \d{3})*(?![\d ]*\d)/.exec(after)?.[0]
  if (head === undefined || tail === undefined) return undefined
  const span = { start: offset - head.length, end: offset + tail.length }
  return thousandsComma(source, span, `${head}${tail}`.replaceAll(' ', '_'))
}

/** Recognises `90 %`. */
const percent: Recognise = ({ source, offset, before, after }) => {
  const [found, digits] = /([\d._]*\d) +$/.exec(before) ?? []
  if (found === undefined || digits === undefined || !after.startsWith('%')) return undefined
  const span = { start: offset - found.length, end: offset + 1 }
  return numberForm(source, span, '`%` follows its number without a space', `${digits}%`)
}

/** Recognises `.5` and `5.`. */
const point: Recognise = ({ source, offset, before, after }) => {
  const head = /(?<![\w.])\d*$/.exec(before)?.[0] ?? ''
  const tail = /^\.(?!\.)(?:\d+(?![\d.]))?/.exec(after)?.[0]
  if (tail === undefined || (head === '') === (tail === '.')) return undefined
  const span = { start: offset - head.length, end: offset + tail.length }
  const meant = head === '' ? `0${tail}` : head
  return numberForm(source, span, 'a number begins and ends with a digit', meant)
}

const punctuation: Recognise = ({ source, offset, before, after }) => {
  const [mark] = /^(?:[=:](?![=:])|;)/.exec(after) ?? []
  if (mark === undefined) return undefined
  const span = { start: offset, end: offset + 1 }
  if (mark === ';' && openBrackets(before).length > 0) {
    return foreignOperator(source, span, mark, 'values are separated by `,`', ',')
  }
  if (mark === ';') return punctuatedSetting(source, span, mark)
  const open = before.split('(').length > before.split(')').length
  if (mark === '=' && open) return equalsForColon(source, span)
  return /^\s*[\w-]+(?:\s+[\w-]+)*\s*$/.test(before)
    ? punctuatedSetting(source, span, mark)
    : undefined
}

const quotes: Recognise = ({ source, offset, after }) => {
  const single = /^'([^'"]*)'/.exec(after)
  if (single) {
    return singleQuotes(source, { start: offset, end: offset + single[0].length }, single[1] ?? '')
  }
  const open = /^"[^"]*$/.exec(after)?.[0].trimEnd()
  return open === undefined
    ? undefined
    : unclosedText(source, { start: offset, end: offset + open.length })
}

const comment: Recognise = ({ source, offset, after }) => {
  const mark = /^(?:#|\/\*|\*\/|--)/.exec(after)?.[0]
  if (mark === undefined) return undefined
  return foreignComment(source, { start: offset, end: offset + mark.length }, mark)
}

const margin: Recognise = ({ source, offset, line, lineStart }) => {
  const at = line.indexOf('~')
  if (at === -1 || lineStart + at >= offset || /\bwithin\b/.test(line)) return undefined
  return missingMargin(source, { start: lineStart + at, end: lineStart + at + 1 })
}

const operators: [string, string, string?][] = [
  ['**', 'multiply: `n * n`'],
  ['!=', 'say how far apart they must be: `a - b > 3pp`'],
  ['=>', 'write `>=`', '>='],
  ['=<', 'write `<=`', '<='],
  ['&&', 'write two `expect` statements'],
  ['||', 'a claim expects all that it says; write two claims'],
]

const operator: Recognise = ({ source, offset, before, after }) => {
  for (const [found, help, meant] of operators) {
    // The parser has already consumed the first half of `=>` as the relation.
    const back = found.length > 1 && before.endsWith(found.slice(0, 1)) ? 1 : 0
    const start = [0, back].find((shift) =>
      `${before.slice(before.length - shift)}${after}`.startsWith(found),
    )
    if (start === undefined) continue
    const span = { start: offset - start, end: offset - start + found.length }
    return foreignOperator(source, span, found, help, meant)
  }
  return undefined
}

const closing: Recognise = ({ source, offset, after }) => {
  const bracket = /^[}\])]/.exec(after)?.[0]
  if (bracket === undefined || isOpen(source.text.slice(0, offset), bracket)) return undefined
  return strayBracket(source, { start: offset, end: offset + 1 }, bracket)
}

const slips = [
  ...[json, ...foreignHeaders, equality, operator, thousands, percent, point, ...foreignWords],
  ...[...foreignClaims, comment, quotes, punctuation, closing, margin],
]
