/** @file The error for specs with mistakes. */

import type { Diagnostic } from '../diagnostics/diagnostic.js'
import { position } from '../diagnostics/source.js'
import { formatCount } from '../text/amounts.js'

/** A mistake or a warning; lines and columns count from 1. */
export interface Finding {
  code: string
  severity: 'error' | 'warning'
  message: string
  help?: string
  file: string
  line: number
  column: number
}

/** Specs with errors cannot be run or judged. */
export class SpecError extends Error {
  /** The errors. */
  readonly diagnostics: Finding[]
  /** One sentence, for use beside the diagnostics. */
  readonly summary: string

  /**
   * @param found all diagnostics, including warnings
   * @param where a prefix of the summary: `at main: `
   */
  constructor(
    readonly found: readonly Diagnostic[],
    where = '',
  ) {
    const errors = found.filter(({ severity }) => severity === 'error').map(findingOf)
    const lines = errors.map(
      ({ file, line, column, code, message, help }) =>
        `${where}${file}:${line}:${column} ${code} ${message}${help === undefined ? '' : `\n  ${help}`}`,
    )
    super(lines.join('\n'))
    this.name = 'SpecError'
    this.diagnostics = errors
    this.summary = `${where}${formatCount(errors.length, 'error')}; nothing was run`
  }
}

export function findingOf({ code, severity, message, help, source, span }: Diagnostic): Finding {
  const { line, column } = position(source.text, span.start)
  return {
    ...{ code, severity, message, file: source.path, line, column },
    ...(help !== undefined && { help }),
  }
}
