/** @file The question that a case asks of its runs, in the form in which it is judged. */

import { type Case, type Expectation, isExact } from '../claims/expectation.js'
import type { Hypothesis } from '../claims/hypothesis.js'
import { type Region, isBounded } from '../claims/region.js'
import { relationKind } from '../claims/relation.js'
import type { RunSetup } from '../claims/setup.js'

export interface Question extends Hypothesis {
  /** The text of the claim without its quantifier. */
  text: string
  /** True if the text is a clause; otherwise it is a property of a seed. */
  clause: boolean
  /** True if it is judged in each seed, without a test. */
  exact: boolean
}

/** The values of the estimate for which the claim holds. */
export function regionOf({ regions }: Question): Region {
  return regions.at(-1) as Region
}

/** True if the estimate must lie between two ends, which takes two tests. */
export function isTwoSided(question: Question): boolean {
  return isBounded(regionOf(question))
}

/** The two points of the sweep that a contrast compares, in the order of the sweep. */
export function pointsOf({ contrasts, points = [] }: Question, contrast: number): [string, string] {
  const { of = 0, minus = of } = contrasts[contrast] ?? {}
  const [from, to] = [Math.min(of, minus), Math.max(of, minus)].map((side) => points[side] ?? '')
  return [from ?? '', to ?? '']
}

/** The direction of the claimed trend: 1 if the quantity rises along the sweep, else -1. */
export function directionOf({ contrasts }: Question): 1 | -1 {
  const { of = 0, minus = of } = contrasts.at(-1) ?? {}
  return of < minus ? -1 : 1
}

/** @param ratios false if the log scale is excluded, since a value is not above zero */
export function questionOf({ text }: Expectation, one: Case, ratios = true): Question {
  const { left, relation } = one
  const kind = relationKind(relation)
  return {
    ...kind.hypothesis(left, relation, byIdentity, ratios),
    ...{ text: text.replace(quantifiers, ''), clause: kind.clause, exact: isExact(one) },
  }
}

const quantifiers =
  / +(in every seed|on average|in at least \S+ of (\S+ )?seeds( with confidence \S+)?|for every \S+|over \S+ seeds?)(?=\s|$)/g

/** Names by object identity, since equal set-ups of a spec are the same object. */
const names = new WeakMap<RunSetup, string>()
let count = 0

function byIdentity({ setup }: { setup: RunSetup }): string {
  const name = names.get(setup) ?? `set-up ${(count += 1)}`
  names.set(setup, name)
  return name
}
