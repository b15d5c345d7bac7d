/** @file A diagnostic for the terminal: what, where, the source lines with carets, how to mend it. */

import chalk from 'chalk'
import type { Diagnostic } from '../diagnostic.js'
import { type Source, type Span, position } from '../source.js'

export function diagnosticText(diagnostic: Diagnostic): string {
  const {
    code,
    severity,
    source,
    span,
    message,
    label,
    related = [],
    notes = [],
    help,
  } = diagnostic
  const lines = [{ source, span }, ...related].map(
    (one) => position(one.source.text, one.span.start).line,
  )
  const gutter = ' '.repeat(String(Math.max(...lines)).length)
  const paint = severity === 'error' ? chalk.red : chalk.yellow
  const sign = chalk.blue('=')
  return [
    `${paint.bold(`${severity}[${code}]`)}${chalk.bold(`: ${message}`)}`,
    ...excerpt(gutter, '-->', source, span, (width) => paint('^'.repeat(width)), label, paint),
    ...related.flatMap((one) =>
      excerpt(
        gutter,
        ':::',
        one.source,
        one.span,
        (width) => chalk.blue('-'.repeat(width)),
        one.label,
        chalk.blue,
      ),
    ),
    ...notes.map((note) => `${gutter} ${sign} note: ${note}`),
    ...(help === undefined ? [] : [`${gutter} ${sign} help: ${help}`]),
  ].join('\n')
}

/** A line longer than this is shown around what is underlined. */
const widest = 160

function excerpt(
  gutter: string,
  arrow: string,
  source: Source,
  span: Span,
  underline: (width: number) => string,
  label: string | undefined,
  paint: (text: string) => string,
): string[] {
  const { line, column } = position(source.text, span.start)
  const lineStart = span.start - column + 1
  const lineEnd = source.text.indexOf('\n', lineStart)
  const whole = source.text.slice(lineStart, lineEnd === -1 ? undefined : lineEnd).trimEnd()
  const cut =
    whole.length > widest
      ? Math.max(0, Math.min(column - 1 - widest / 4, whole.length - widest))
      : 0
  const text = whole.slice(cut, cut + widest).replaceAll('\t', ' ')
  const before = column - 1 - cut
  const width = Math.max(1, Math.min(span.end - span.start, text.length - before))
  const bar = chalk.blue('|')
  const number = chalk.blue(String(line).padStart(gutter.length))
  return [
    `${gutter}${chalk.blue(arrow)} ${source.path}:${line}:${column}`,
    `${gutter} ${bar}`,
    `${number} ${bar} ${text}`,
    `${gutter} ${bar} ${' '.repeat(before)}${underline(width)}${label === undefined ? '' : paint(` ${label}`)}`,
  ]
}
