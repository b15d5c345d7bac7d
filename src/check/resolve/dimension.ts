/** @file The dimensions that a claim is repeated over: `for model in [a, b]`, `sweep p from 0% to 100% step 10%`. */

import { outOfRange, wrongValue } from '../../diagnostics/names.js'
import { printItem } from '../../language/print.js'
import type { ExpressionSyntax, For, Item, Scalar, Sweep } from '../../language/tree.js'
import type { Place } from './context.js'
import { evaluate, textOf, valueAt } from './evaluate.js'
import type { Value, Variables } from './variables.js'

export interface Dimension {
  variable: string
  /**
   * The whole claim holds for each value of a `for`; a `sweep` gives its values to the expectations that use them.
   */
  type: 'for' | 'sweep'
  /** Empty if a mistake in them was reported. */
  values: Value[]
}

const mostPoints = 1000

export function resolveFor(place: Place, { variable, values }: For): Dimension {
  return { variable: variable.text, type: 'for', values: listOf(place, values) ?? [] }
}

export function resolveSweep(place: Place, { variable, values }: Sweep): Dimension {
  const points = 'from' in values ? rangeOf(place, values) : listOf(place, values)
  return { variable: variable.text, type: 'sweep', values: points ?? [] }
}

function listOf(place: Place, item: Item): Value[] | undefined {
  if (item.type === 'list' && item.items.length > 0) {
    const values = item.items.map((one) => valueAt(place, one))
    const endless = values.find(
      (one) => one.item.type === 'scalar' && !Number.isFinite(one.item.value),
    )
    if (endless === undefined) return values
    const { span } = endless.item
    const found = textOf(endless.source, endless.item)
    place.report(outOfRange(endless.source, span, 'a point', 'finite', found))
    return undefined
  }
  const expected = 'a list such as `[10, 20]`'
  place.report(wrongValue(place.source, item.span, '`in`', expected, textOf(place.source, item)))
  return undefined
}

function rangeOf(
  place: Place,
  { from, to, step }: { from: ExpressionSyntax; to: ExpressionSyntax; step: ExpressionSyntax },
): Value[] | undefined {
  const { source, report } = place
  const [first, last, by] = [from, to, step].map((bound) => {
    const scalar = evaluate(place, bound)
    const expected = 'a number such as `10%`'
    if (!scalar) report(wrongValue(source, bound.span, '`sweep`', expected, textOf(source, bound)))
    else if (!Number.isFinite(scalar.value)) {
      report(outOfRange(source, bound.span, 'a bound of `sweep`', 'finite', textOf(source, bound)))
      return undefined
    }
    return scalar
  }) as [Scalar?, Scalar?, Scalar?]
  if (!first || !last || !by) return undefined
  for (const [bound, node] of [
    [last, to],
    [by, step],
  ] as const) {
    if (bound.unit === first.unit) continue
    const expected = `the unit of \`${textOf(source, from)}\``
    report(wrongValue(source, node.span, '`sweep`', expected, textOf(source, node)))
    return undefined
  }
  const steps = (last.value - first.value) / by.value
  const count = Math.round(steps)
  if (!(steps >= 0) || Math.abs(steps - count) > 1e-9) {
    const range = `a divisor of the distance from ${printItem(first)} to ${printItem(last)}`
    report(outOfRange(source, step.span, 'the step', range, textOf(source, step)))
    return undefined
  }
  if (count >= mostPoints) {
    const range = `large enough for at most ${mostPoints} points`
    report(outOfRange(source, step.span, 'the step', range, textOf(source, step)))
    return undefined
  }
  return Array.from({ length: count + 1 }, (_, index) => {
    const value = Number((first.value + index * by.value).toPrecision(12))
    return { item: { ...first, value }, source }
  })
}

/** Every combination of the dimensions' values; the last dimension varies fastest. */
export function combinations(
  dimensions: readonly Dimension[],
): { label?: string; variables: Variables }[] {
  let all: [string, Value][][] = [[]]
  for (const { variable, values } of dimensions) {
    all = all.flatMap((before) =>
      values.map((value): [string, Value][] => [...before, [variable, value]]),
    )
  }
  return all.map((bindings) => ({
    ...(bindings.length > 0 && { label: labelOf(bindings) }),
    variables: new Map(bindings),
  }))
}

/** Formats variables: `model = mlp_1x512, p = 10%`. */
export function labelOf(bindings: Iterable<[string, Value]>): string {
  return [...bindings].map(([name, { item }]) => `${name} = ${printItem(item)}`).join(', ')
}

/** True if two items mean the same value, as `100%` and `1` do. */
export function sameValue(one: Item, other: Item): boolean {
  if (one.type === 'scalar' && other.type === 'scalar') {
    const [a, b] = [one, other].map(({ value, unit }) => (unit === '%' ? value / 100 : value))
    const comparable =
      one.unit === other.unit || [one.unit, other.unit].every((unit) => unit === '' || unit === '%')
    return comparable && Math.abs((a as number) - (b as number)) < 1e-12
  }
  return printItem(one) === printItem(other)
}
