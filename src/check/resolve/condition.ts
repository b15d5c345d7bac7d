/** @file A condition on what is measured after an epoch: `train acc >= 100%`. */

import { unknownName, wrongValue } from '../../diagnostics/names.js'
import type { StopCondition } from '../../kinds/metric.js'
import type { Comparison } from '../../language/tree.js'
import type { Place } from './context.js'
import { evaluate, textOf } from './evaluate.js'

/** @param where what the condition belongs to, for messages: `until` */
export function resolveCondition(
  place: Place,
  condition: Comparison,
  where = 'until',
): StopCondition | undefined {
  const { source, report } = place
  const { left, operator, right } = condition
  const name = left.type === 'measurement' ? left.words.map((word) => word.text).join(' ') : ''
  const kind = place.registry.find('metric', name)
  if (kind === undefined) {
    const known = place.registry.all('metric').map((kind) => kind.name)
    report(unknownName(source, left.span, 'metric', textOf(source, left), known))
    return undefined
  }
  const scalar = evaluate(place, right)
  if (scalar === undefined || operator === '=' || !['', '%'].includes(scalar.unit)) {
    const expected = 'a condition such as `train acc >= 100%`'
    const found = textOf(source, condition)
    report(wrongValue(source, condition.span, `\`${where}\``, expected, found))
    return undefined
  }
  const value = scalar.unit === '%' ? scalar.value / 100 : scalar.value
  const definition = place.registry.definitionOf(kind)
  return { metric: name, operator, value, ...(definition !== undefined && { definition }) }
}
