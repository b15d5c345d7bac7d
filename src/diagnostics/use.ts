/** @file Diagnostics about `use`: GS22xx. */

import type { Diagnostic } from './diagnostic.js'
import type { Source, Span } from './source.js'

export function unreadableUse(
  source: Source,
  span: Span,
  path: string,
  reason: string,
): Diagnostic {
  return {
    code: 'GS2201',
    severity: 'error',
    source,
    span,
    message: `cannot use \`${path}\`: ${reason}`,
    help: 'paths count from the file that uses them',
  }
}

export function outsideUse(source: Source, span: Span, path: string): Diagnostic {
  return {
    code: 'GS2202',
    severity: 'error',
    source,
    span,
    message: `\`${path}\` lies outside the project`,
    help: 'move it into the project, or run with `--allow-outside`',
  }
}

export function circularUse(source: Source, span: Span, path: string): Diagnostic {
  return {
    code: 'GS2203',
    severity: 'error',
    source,
    span,
    message: `\`${path}\` uses this file in turn`,
    help: 'move what both need into a third file',
  }
}
