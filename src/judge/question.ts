/** @file What is asked of the runs: a case in the form in which it is judged. */

import type { Case, Expectation } from '../claims/expectation.js'
import type { Expression } from '../claims/expression.js'
import { normalForm } from '../claims/normal-form.js'
import type { Region } from '../claims/region.js'
import type { Relation } from '../claims/relation.js'
import type { RunSetup } from '../claims/setup.js'
import type { Unit } from '../kinds/unit.js'
import { trendRegions } from './decide.js'
import { type Range, logarithm, minus, over } from './range.js'
import type { Evidence } from './verdict.js'

export interface Question {
  /** The claim as written, without its quantifier. */
  text: string
  relation: Relation
  /** What is compared with a number or with each other, or the points of a trend; measured in each seed. */
  sides: Expression[]
  scale: Evidence['scale']
  unit: Unit
  /** The values for which the claim holds; of a trend, of each step and then of the whole rise. */
  regions: Region[]
  /** From what the sides can be to what is tested, one for each region. */
  tested(sides: readonly Range[]): Range[]
}

/** The values of the estimate for which the claim holds. */
export function regionOf({ regions }: Question): Region {
  return regions.at(-1) as Region
}

/** @param ratios whether a ratio may be judged as one: where a value is not above zero it cannot */
export function questionOf(expectation: Expectation, one: Case, ratios = true): Question {
  const text = expectation.text.replace(quantifiers, '')
  const { left, relation } = one
  if (relation.type === 'trend') {
    const { points, tolerance, direction } = relation
    const rise = (from: Range, to: Range) =>
      direction === 'increases' ? minus(to, from) : minus(from, to)
    return {
      ...{ text, relation, scale: 'rise', unit: differenceUnit(left) },
      sides: points.map((point) => point.left),
      regions: trendRegions(points.length - 1, tolerance),
      tested(sides) {
        const steps = sides.slice(1).map((to, index) => rise(sides[index] as Range, to))
        return [...steps, rise(sides[0] as Range, sides.at(-1) as Range)]
      },
    }
  }
  const { scale, subject, reference, region } = normalForm(left, relation, byIdentity, ratios)
  const units = {
    value: (of: Expression) => of.unit,
    difference: differenceUnit,
    'log ratio': () => 'number',
  }
  return {
    ...{ text, relation, scale, unit: units[scale](subject) },
    sides: reference ? [subject, reference] : [subject],
    regions: [region],
    tested([first, second]) {
      if (first === undefined || second === undefined) return first ? [first] : []
      return [scale === 'log ratio' ? logarithm(over(first, second)) : minus(first, second)]
    },
  }
}

const quantifiers =
  / +(in every seed|on average|in at least \S+ of (\S+ )?seeds( with confidence \S+)?|for every \S+|over \S+ seeds?)(?=\s|$)/g

/** Set-ups that are the same are the same object within a spec. */
const names = new WeakMap<RunSetup, string>()
let count = 0

function byIdentity({ setup }: { setup: RunSetup }): string {
  const name = names.get(setup) ?? `set-up ${(count += 1)}`
  names.set(setup, name)
  return name
}

function differenceUnit({ unit }: Expression): Unit {
  return unit === 'level' ? 'points' : unit
}
