/** @file The capabilities of a stream: its width, and characters beyond ASCII. */

import isUnicodeSupported from 'is-unicode-supported'
import type { VerdictName } from '../judge/verdict.js'

export interface Canvas {
  /** The width in columns; infinite if the output is not a terminal, so that lines are not wrapped. */
  width: number
  unicode: boolean
}

export function canvasOf(stream: NodeJS.WriteStream): Canvas {
  const asked = Number(process.env['COLUMNS'])
  const width = stream.columns || (asked > 0 ? asked : Infinity)
  return { width, unicode: isUnicodeSupported() && !isAsciiLocale() }
}

/** `LANG=C` and similar; an unset variable does not ask for ASCII. */
function isAsciiLocale({ LC_ALL, LC_CTYPE, LANG }: NodeJS.ProcessEnv = process.env): boolean {
  const locale = LC_ALL || LC_CTYPE || LANG || ''
  return process.platform !== 'win32' && locale !== '' && !/utf-?8/i.test(locale)
}

export interface Glyphs {
  verdicts: Record<VerdictName, string>
  running: string
  ended: string
  /** The mark at the end of a truncated text. */
  cut: string
  /** Bars from low to high. */
  levels: string
  /** The two ends of an interval, the line between them, its estimate and a threshold. */
  interval: { low: string; line: string; high: string; estimate: string; threshold: string }
}

export const glyphs = ({ unicode }: Canvas): Glyphs => (unicode ? full : ascii)

const full: Glyphs = {
  verdicts: { pass: '✓', fail: '✗', inconclusive: '?', error: '!', skipped: '-' },
  running: '▸',
  ended: '▪',
  cut: '…',
  levels: '▁▂▃▄▅▆▇█',
  interval: { low: '├', line: '─', high: '┤', estimate: '●', threshold: '┃' },
}

const ascii: Glyphs = {
  verdicts: { pass: '+', fail: 'x', inconclusive: '?', error: '!', skipped: '-' },
  running: '>',
  ended: '*',
  cut: '~',
  levels: '_.-=#',
  interval: { low: '[', line: '-', high: ']', estimate: 'o', threshold: '|' },
}

/** ASCII replacements of the signs in sentences. */
const plain: Record<string, string> = { '×': 'x', '…': '...', '±': '+-', '–': '-', '−': '-' }

/** Converts a text to characters that the canvas supports. */
export function drawable(text: string, { unicode }: Canvas): string {
  return unicode ? text : text.replace(/[×…±–−]/g, (sign) => plain[sign] ?? sign)
}
