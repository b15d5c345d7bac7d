/** @file Commas in numbers, and superfluous commas. */

import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import { numberForm, strayComma, thousandsComma } from '../../diagnostics/foreign.js'
import type { Source } from '../../diagnostics/source.js'

const token = /"[^"\n]*"?|\/\/[^\n]*|[[\](){}]|(?<![\p{L}\d_.])\d[\d_]*(?:[,.']\d+)+(?![\d_])|,/gu

/** The text that can stand between a comma and the next item. */
const gap = /^(?:\s|\/\/[^\n]*\n)*/

export function commaSlips(source: Source): Diagnostic[] {
  const { text } = source
  const slips: Diagnostic[] = []
  const open: { bracket: string; at: number }[] = []
  for (const { 0: found, index } of text.matchAll(token)) {
    const span = { start: index, end: index + found.length }
    if ('[({'.includes(found)) open.push({ bracket: found, at: index })
    else if ('])}'.includes(found)) open.pop()
    else if (found === ',') {
      const rest = text.slice(span.end)
      const next = rest.charAt(gap.exec(rest)?.[0].length ?? 0)
      const before = text.slice(0, index).trimEnd().at(-1) ?? ''
      if ('])},'.includes(next) || '[('.includes(before)) slips.push(strayComma(source, span))
    } else if (/^\d/.test(found) && isOneNumber(text, index, open.at(-1))) {
      const thousands = plainThousands(found)
      if (thousands !== undefined) slips.push(thousandsComma(source, span, thousands))
      else if (/^\d+,\d+$/.test(found)) slips.push(decimalSlip(source, index, found))
    }
  }
  return slips
}

function decimalSlip(source: Source, start: number, found: string): Diagnostic {
  const span = { start, end: start + found.length }
  return numberForm(source, span, 'the decimal separator is `.`', found.replace(',', '.'))
}

/** True if commas belong to a number; in a list or a call, commas without spaces may also separate values. */
function isOneNumber(
  text: string,
  start: number,
  open: { bracket: string; at: number } | undefined,
): boolean {
  if (open === undefined || open.bracket === '{') {
    const line = text.slice(text.lastIndexOf('\n', start) + 1, start)
    return !/^\s*(?:for|sweep)\b.*\bin\b/.test(line)
  }
  if (open.bracket === '(') return /[:=]\s*$/.test(text.slice(open.at, start))
  const list = /^[^\]]*/.exec(text.slice(open.at))?.[0] ?? ''
  return /[,;]\s/.test(list) && /\d,\d/.test(list)
}

/** `1_649_402.5` for `1,649,402.5` and `1.649.402,5`; undefined without separated thousands. */
function plainThousands(found: string): string | undefined {
  const [, whole = '', fraction] = /^(.*?)(?:([,.])\d+)?$/.exec(found) ?? []
  const candidates = [found, ...(fraction === undefined ? [] : [whole])]
  for (const candidate of candidates) {
    const marks = new Set(candidate.match(/[,.']/g))
    const rest = found.slice(candidate.length)
    if (marks.size !== 1 || (rest !== '' && marks.has(rest.charAt(0)))) continue
    if (!/^[1-9]\d{0,2}(?:[,.']\d{3})+$/.test(candidate)) continue
    // A single point is a decimal point.
    if (rest === '' && /^\d+\.\d+$/.test(candidate)) continue
    return candidate.replace(/[,.']/g, '_') + rest.replace(',', '.')
  }
  return undefined
}
