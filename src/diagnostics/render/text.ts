/** @file A diagnostic for the terminal: message, place, source lines with carets, help. */

import chalk from 'chalk'
import { visible } from '../../text/visible.js'
import type { Diagnostic } from '../diagnostic.js'
import { type Source, type Span, position } from '../source.js'
import { lineAt } from './line.js'

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
    `${paint.bold(`${severity}[${code}]`)}${chalk.bold(`: ${visible(message)}`)}`,
    ...excerpt(gutter, { source, span, label }, (text) => paint(text), '^'),
    ...related.flatMap((one) => excerpt(gutter, one, chalk.blue, '-')),
    ...notes.map((note) => `${gutter} ${sign} note: ${visible(note)}`),
    ...(help === undefined ? [] : [`${gutter} ${sign} help: ${visible(help)}`]),
  ].join('\n')
}

function excerpt(
  gutter: string,
  { source, span, label }: { source: Source; span: Span; label: string | undefined },
  paint: (text: string) => string,
  underline: string,
): string[] {
  const { line, column } = position(source.text, span.start)
  const { text, before, width } = lineAt(source.text, span)
  const bar = chalk.blue('|')
  const number = chalk.blue(String(line).padStart(gutter.length))
  const marked = paint(underline.repeat(width))
  return [
    `${gutter}${chalk.blue('-->')} ${visible(source.path)}:${line}:${column}`,
    `${gutter} ${bar}`,
    `${number} ${bar} ${text}`,
    `${gutter} ${bar} ${' '.repeat(before)}${marked}${label === undefined ? '' : paint(` ${visible(label)}`)}`,
  ]
}
