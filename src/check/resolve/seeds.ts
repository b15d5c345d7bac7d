/** @file The number of seeds of a claim: `over 5 seeds`, `over 3..10 seeds`. */

import { outOfRange, wrongValue } from '../../diagnostics/names.js'
import type * as tree from '../../language/tree.js'
import type { Place } from './context.js'
import { textOf, valueAt } from './evaluate.js'

export interface Seeds {
  seeds: number[]
  /** The numbers of seeds after which the claim may be decided, if it may be decided early. */
  looks?: number[]
}

export const mostSeeds = 10_000
/** With more looks, their levels lose precision, and the tests lose power. */
const mostWithLooks = 100

/** Resolves seeds: `5 seeds` are the seeds 0 to 4; `3..10 seeds` are decided after 3, 4, … or 10. */
export function resolveSeeds(place: Place, written: tree.SeedsSyntax): Seeds | undefined {
  const { source, report } = place
  const from = wholeNumber(place, written.from)
  const to = written.to ? wholeNumber(place, written.to) : from
  if (from === undefined || to === undefined) {
    const expected = 'a number of seeds such as `5 seeds` or `3..10 seeds`'
    report(wrongValue(source, written.span, '`over`', expected, textOf(source, written)))
    return undefined
  }
  if (from < 1 || to < from || to > mostSeeds) {
    const range = to < from ? 'in ascending order' : `between 1 and ${mostSeeds}`
    report(outOfRange(source, written.span, 'the number of seeds', range, textOf(source, written)))
    return undefined
  }
  if (to > from && to > mostWithLooks) {
    const where = `at most ${mostWithLooks} if the claim can be decided before the last seed`
    report(outOfRange(source, written.span, 'the number of seeds', where, textOf(source, written)))
    return undefined
  }
  const looks = Array.from({ length: to - from + 1 }, (_, index) => from + index)
  return { seeds: firstSeeds(to), ...(to > from && { looks }) }
}

export function firstSeeds(count: number): number[] {
  return Array.from({ length: count }, (_, seed) => seed)
}

export function wholeNumber(place: Place, written: tree.Item): number | undefined {
  const { item } = valueAt(place, written)
  const whole = item.type === 'scalar' && item.unit === '' && Number.isSafeInteger(item.value)
  return whole ? item.value : undefined
}
