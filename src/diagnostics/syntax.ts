/** @file Diagnostics of the parser: GS1xxx. */

import type { Diagnostic } from './diagnostic.js'
import type { Source, Span } from './source.js'

export function unexpectedText(
  source: Source,
  span: Span,
  found: string,
  expected: string[],
): Diagnostic {
  return {
    code: 'GS1001',
    severity: 'error',
    source,
    span,
    message: `unexpected ${found}`,
    ...(expected.length > 0 && { help: `expected ${expected.join(' or ')} here` }),
  }
}
