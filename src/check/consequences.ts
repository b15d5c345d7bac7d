/** @file Drops diagnostics that only follow from another mistake that is reported. */

import type { Diagnostic, Report } from '../diagnostics/diagnostic.js'
import {
  missingSetting,
  unexpectedWord,
  unknownName,
  unusedDeclaration,
} from '../diagnostics/names.js'
import type { SyntaxTree } from '../language/tree.js'
import type { NumberPlace } from './numbers.js'

/**
 * Wraps a report: drops diagnostics that follow from a part of a block that did not parse, or from a number out
 * of range.
 * @param numbers the places of such numbers
 */
export function exceptConsequences(
  trees: readonly SyntaxTree[],
  numbers: readonly NumberPlace[],
  report: Report,
): Report {
  const broken = trees.flatMap(({ source, declarations }) =>
    declarations.flatMap((one) =>
      one.type === 'block' && one.leftOut !== undefined
        ? [{ source, span: one.span, leftOut: one.leftOut }]
        : [],
    ),
  )
  if (broken.length + numbers.length === 0) return report
  return (diagnostic: Diagnostic) => {
    const { code, source, span } = diagnostic
    const isInside = (inner: NumberPlace['span'], outer: NumberPlace['span']) =>
      outer.start <= inner.start && inner.end <= outer.end
    const ofNumber = numbers.some(
      (one) => one.source.path === source.path && isInside(one.span, span),
    )
    const block = broken.find((one) => one.source.path === source.path && isInside(span, one.span))
    const word = source.text.slice(span.start, span.end)
    const isConsequence =
      ofNumber ||
      code === unusedDeclaration.rule.code ||
      (block !== undefined &&
        (code === missingSetting.rule.code ||
          code.startsWith('GS3') ||
          (code === unknownName.rule.code && block.leftOut.includes(word)))) ||
      (code === unexpectedWord.rule.code && broken.some((one) => sweeps(one.leftOut, word)))
    if (!isConsequence) report(diagnostic)
  }
}

/** True if a text that did not parse would have given a variable its values. */
function sweeps(text: string, variable: string): boolean {
  return [...text.matchAll(/\b(?:for|sweep)\s+([\w-]+)/g)].some(([, name]) => name === variable)
}
