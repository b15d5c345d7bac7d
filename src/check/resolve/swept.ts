/**
 * @file The point of a sweep at which a measurement is taken, so that a report can draw it against the swept value.
 */

import type { SweepPoint, Swept } from '../../claims/sweep.js'
import { printItem } from '../../language/print.js'
import type * as tree from '../../language/tree.js'
import type { ArmSelection } from './arm.js'
import type { Place } from './context.js'
import type { Dimension } from './dimension.js'
import { textOf } from './evaluate.js'
import { kindOf } from './repeated.js'

/** @returns undefined if nothing is swept */
export function sweptAt(
  place: Place,
  { words, arguments: conditions, arms }: tree.MeasurementSyntax,
  { at, dimensions, said = [] }: ArmSelection,
): { swept?: Swept } {
  const points = dimensions.flatMap(({ variable, type }): SweepPoint[] => {
    const value = at.get(variable) ?? place.variables.get(variable)
    return value ? [pointAt(variable, type, value.item)] : []
  })
  if (!points.some(({ type }) => type === 'sweep')) return {}
  const own = arms.map(kindOf)
  const inForce = [...arms, ...said.filter((one) => !own.includes(kindOf(one)))]
  const parts = [
    ...words.map(({ text }) => text),
    ...conditions.map((one) => `(${textOf(place.source, one)})`),
    ...inForce.filter(({ type }) => type !== 'at').map((one) => textOf(place.source, one)),
  ]
  return { swept: { quantity: parts.join(' '), at: points } }
}

function pointAt(variable: string, type: Dimension['type'], item: tree.Item): SweepPoint {
  const point = { variable, type, text: printItem(item) }
  if (item.type !== 'scalar') return point
  return { ...point, number: { value: item.value, unit: item.unit } }
}
