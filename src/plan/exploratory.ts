/** @file Claims over other seeds than their specs name: to look around, never to record. */

import type { Claim } from '../claims/claim.js'
import type { Quantifier } from '../claims/expectation.js'

export function withSeeds(claim: Claim, seedsFor: (own: readonly number[]) => number[]): Claim {
  return {
    ...claim,
    exploratory: true,
    expectations: claim.expectations.map(({ looks: _, ...expectation }) => {
      const seeds = seedsFor(expectation.seeds)
      const quantifier = sameShare(expectation.quantifier, expectation.seeds.length, seeds.length)
      return { ...expectation, seeds, quantifier }
    }),
  }
}

/** `at least 4 of 5` asks of ten seeds for eight. */
function sameShare(quantifier: Quantifier, from: number, to: number): Quantifier {
  if (quantifier.type !== 'at least') return quantifier
  return { type: 'at least', count: Math.ceil((quantifier.count / from) * to) }
}
