/** @file Warnings about error probabilities above the usual, of a claim or of a family. */

import { laxAlpha } from '../../diagnostics/design.js'
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Setting, SyntaxTree } from '../../language/tree.js'
import { textOf } from '../resolve/evaluate.js'

const usual = 0.05

export function lintAlphas({ source, declarations }: SyntaxTree): Diagnostic[] {
  return declarations.flatMap((one) => {
    if (one.type !== 'block' || !['claim', 'paper'].includes(one.kind.text)) return []
    return one.statements.flatMap((statement) => {
      const alpha = statement.type === 'setting' ? alphaIn(statement) : undefined
      if (alpha === undefined || alpha.value <= usual || alpha.value >= 0.5) return []
      return [laxAlpha(source, alpha.item.span, textOf(source, alpha.item))]
    })
  })
}

/** The probability in `alpha 10%` or `family alpha 10% by holm`. */
function alphaIn({ phrases }: Setting) {
  const items = phrases[0]?.items ?? []
  const word = items.findIndex((item) => item.type === 'name' && item.text === 'alpha')
  const item = word === -1 ? undefined : items[word + 1]
  if (item?.type !== 'scalar' || word > 1) return undefined
  return { item, value: item.unit === '%' ? item.value / 100 : item.value }
}
