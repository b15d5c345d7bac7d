/** @file A diagnostic for the terminal: what, where, the source line with carets, how to mend it. */

import chalk from 'chalk'
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import { position } from '../diagnostics/source.js'

export function diagnosticText(diagnostic: Diagnostic): string {
  const { code, severity, source, span, message, label, notes, help } = diagnostic
  const { line, column } = position(source.text, span.start)
  const text = (source.text.split('\n')[line - 1] ?? '').trimEnd()
  const gutter = ' '.repeat(String(line).length)
  const width = Math.max(1, Math.min(span.end - span.start, text.length - column + 1))
  const paint = severity === 'error' ? chalk.red : chalk.yellow
  const bar = chalk.blue('|')
  const carets = paint('^'.repeat(width) + (label === undefined ? '' : ` ${label}`))
  return [
    `${paint.bold(`${severity}[${code}]`)}${chalk.bold(`: ${message}`)}`,
    `${gutter}${chalk.blue('-->')} ${source.path}:${line}:${column}`,
    `${gutter} ${bar}`,
    `${chalk.blue(line)} ${bar} ${text.replaceAll('\t', ' ')}`,
    `${gutter} ${bar} ${' '.repeat(column - 1)}${carets}`,
    ...(notes ?? []).map((note) => `${gutter} ${chalk.blue('=')} note: ${note}`),
    ...(help === undefined ? [] : [`${gutter} ${chalk.blue('=')} help: ${help}`]),
  ].join('\n')
}
