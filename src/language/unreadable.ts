/** @file The diagnostic for a file that is not UTF-8 text. */

import type { Diagnostic } from '../diagnostics/diagnostic.js'
import type { Source } from '../diagnostics/source.js'
import { notUtf8 } from '../diagnostics/syntax.js'

export function unreadable(source: Source): Diagnostic | undefined {
  if (!source.fault) return undefined
  const { at, message, help } = source.fault
  return notUtf8(source, { start: at, end: at + 1 }, message, help)
}
