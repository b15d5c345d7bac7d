/** @file The rate of false passes of a paper's claims, one by one and as a family: comparisons with one baseline. */

import { RandomStream, deriveKey, seedKey } from '../../src/random/key.js'
import { type FamilyMethod, adjustedPValues } from '../../src/statistics/family.js'
import { summarize, upperTail } from '../../src/statistics/student.js'
import { alpha } from './simulate.js'

const claims = 10

export interface FamilyRates {
  /** The share of families in which any false claim passes. */
  any: number
  /** Mean share of false claims among those that pass. */
  share: number
  /** The share of true claims that pass; they hold by one and a half deviations. */
  power: number
}

/**
 * Judges ten arms against one baseline, over n seeds.
 * @param holding the number of claims that hold; the others have true values at their boundary
 * @param method `undefined` to judge the claims one by one
 */
export function familyRates(
  method: FamilyMethod | undefined,
  holding: number,
  n: number,
  repetitions = 10_000,
): FamilyRates {
  const stream = new RandomStream(deriveKey(seedKey(0), `family ${holding} ${n}`))
  let [any, share, found] = [0, 0, 0]
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const baseline = Array.from({ length: n }, () => stream.normal())
    const pValues = Array.from({ length: claims }, (_, claim) => {
      const effect = claim < holding ? 1.5 * Math.SQRT2 : 0
      const sample = summarize(baseline.map((other) => effect + stream.normal() - other))
      return upperTail((sample.mean * Math.sqrt(n)) / sample.spread, n - 1)
    })
    const judged = method ? adjustedPValues(pValues, method) : pValues
    const passed = judged.map((one) => one <= alpha)
    const [right, wrong] = [passed.slice(0, holding), passed.slice(holding)].map(
      (all) => all.filter(Boolean).length,
    ) as [number, number]
    if (wrong > 0) any++
    share += wrong / Math.max(1, right + wrong)
    found += right / Math.max(1, holding)
  }
  return { any: any / repetitions, share: share / repetitions, power: found / repetitions }
}
