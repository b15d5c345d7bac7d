/** @file Conditions on a value that is measured after an epoch: `train acc >= 100%`. */

import {
  mixedUnits,
  outOfRange,
  unexpectedWord,
  unknownName,
  wrongValue,
} from '../../diagnostics/names.js'
import type { StopCondition } from '../../kinds/metric.js'
import { inPercent, rangeOf, unitOf } from '../../kinds/unit.js'
import type { ComparisonSyntax } from '../../language/tree.js'
import { constantIn } from './constant.js'
import type { Place } from './context.js'
import { textOf } from './evaluate.js'
import { checkComparison } from './units.js'

/**
 * Resolves a condition.
 * @param where the owner of the condition, for messages: `until`
 */
export function resolveCondition(
  place: Place,
  condition: ComparisonSyntax,
  where = 'until',
): StopCondition | undefined {
  const { source, report } = place
  const { left, operator, right } = condition
  const name = left.type === 'measurement' ? left.words.map((word) => word.text).join(' ') : ''
  const kind = place.registry.find('metric', name)
  const ends = where === 'until'
  if (kind === undefined || (ends && kind.ofTrainer)) {
    const known = place.registry
      .all('metric')
      .filter((one) => !ends || !one.ofTrainer)
      .map((one) => one.name)
    report(unknownName(source, left.span, 'metric', textOf(source, left), known))
    return undefined
  }
  const [extra] = left.type === 'measurement' ? [...left.arms, ...left.arguments] : []
  if (extra) {
    report(unexpectedWord(source, extra.span, textOf(source, extra), 'a condition', []))
    return undefined
  }
  const constant = constantIn(place, right)
  if (constant === undefined || operator === '=' || kind.takesCondition) {
    const expected = 'a condition such as `train acc >= 100%`'
    const found = textOf(source, condition)
    report(wrongValue(source, condition.span, `\`${where}\``, expected, found))
    return undefined
  }
  const { value } = constant
  if (!Number.isFinite(value)) {
    report(outOfRange(source, right.span, 'the number', 'finite', `\`${constant.text}\``))
    return undefined
  }
  const unit = unitOf(kind.unit)
  if (unit === 'number' && inPercent(constant.unit)) {
    const message = `\`${name}\` is a plain number and cannot be compared with ${constant.text}`
    const meant = String(Number(value.toPrecision(12)))
    report(mixedUnits(source, right.span, message, `write \`${meant}\``, meant))
    return undefined
  }
  if (!checkComparison(place, right.span, unit, constant)) return undefined
  const { low, high } = rangeOf(unit)
  const strict = operator === '<' || operator === '>'
  const never = operator.startsWith('>')
    ? value > high || (strict && value === high)
    : value < low || (strict && value === low)
  if (never) {
    const lies =
      high === Infinity ? 'is never negative' : `lies between ${100 * low}% and ${100 * high}%`
    const range = `one that \`${name}\`, which ${lies}, can cross`
    report(outOfRange(source, right.span, 'the bound', range, `\`${constant.text}\``))
    return undefined
  }
  const definition = place.registry.definitionOf(kind)
  return { metric: name, operator, value, ...(definition !== undefined && { definition }) }
}
