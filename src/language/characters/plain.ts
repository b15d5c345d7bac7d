/** @file Normalization of a source: lookalike characters are reported, and replaced for the parser. */

import type { Diagnostic, Report } from '../../diagnostics/diagnostic.js'
import type { Source } from '../../diagnostics/source.js'
import { commaSlips } from './commas.js'
import { foreignSlips } from './foreign.js'
import { hiddenSlips } from './forbidden.js'
import { putRight, saySlips } from './slip.js'

export interface PlainSource {
  source: Source
  /** True if the line of an offset had a slip, since other mistakes there may follow from it. */
  hasSlipAt(offset: number): boolean
}

export function plainSource(written: Source, report: Report): PlainSource {
  const lines = new Set<number>()
  const lineStart = (offset: number) => written.text.lastIndexOf('\n', offset - 1)
  const source = [hiddenSlips, foreignSlips, commaSlips].reduce((before, slipsIn) => {
    const slips: Diagnostic[] = slipsIn(before)
    saySlips(slips, report)
    for (const { span } of slips) lines.add(lineStart(span.start))
    return putRight(before, slips)
  }, written)
  return { source, hasSlipAt: (offset) => lines.has(lineStart(offset)) }
}
