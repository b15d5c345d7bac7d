/** @file Prints diagnostics on standard error. */

import type { Diagnostic } from '../diagnostics/diagnostic.js'
import { diagnosticText } from '../diagnostics/render/text.js'

export function printDiagnostics(diagnostics: readonly Diagnostic[]): void {
  for (const diagnostic of diagnostics) process.stderr.write(`${diagnosticText(diagnostic)}\n\n`)
}
