/** @file Diagnostics as GitHub's workflow commands, which show them beside the changed lines. */

import { visible } from '../../text/visible.js'
import type { Diagnostic } from '../diagnostic.js'
import { position } from '../source.js'
import { workflowCommand } from './workflow-command.js'

/** `::error file=a.gen,line=3,col=10,…,title=GS2001::unknown metric …` */
export function diagnosticGithub(diagnostic: Diagnostic): string {
  const { code, severity, source, span, message, label, notes = [], help } = diagnostic
  const start = position(source.text, span.start)
  const end = position(source.text, span.end)
  const properties = {
    file: source.path,
    line: start.line,
    endLine: end.line,
    // GitHub accepts columns only if the span is on one line.
    ...(start.line === end.line && { col: start.column, endColumn: end.column }),
    title: code,
  }
  const text = [message, label, ...notes, help]
    .filter((part) => part !== undefined)
    .map(visible)
    .join('\n')
  return workflowCommand(severity, properties, text)
}
