/** @file Error probabilities in a spec. */

import { outOfRange, wrongValue } from '../../diagnostics/names.js'
import type { Span } from '../../diagnostics/source.js'
import type * as tree from '../../language/tree.js'
import type { Place } from './context.js'
import { evaluate, textOf } from './evaluate.js'

/**
 * Resolves an error probability.
 * @param span the statement to report if the item is missing
 */
export function resolveAlpha(
  place: Place,
  item: tree.Item | undefined,
  span: Span,
): number | undefined {
  const { source, report } = place
  const scalar =
    item?.type === 'scalar'
      ? evaluate(place, { type: 'quantity', value: item, span: item.span })
      : undefined
  const value = scalar && (scalar.unit === '%' ? scalar.value / 100 : scalar.value)
  if (value === undefined || !item) {
    const expected = 'a probability such as `0.05`'
    report(wrongValue(source, span, '`alpha`', expected, textOf(source, { span })))
    return undefined
  }
  if (value > 0 && value < 0.5) return value
  report(outOfRange(source, item.span, '`alpha`', 'above 0 and below 0.5', textOf(source, item)))
  return undefined
}
