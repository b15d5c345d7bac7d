/** @file Exploratory claims, over other seeds than their specs name; they are never recorded. */

import type { Claim } from '../claims/claim.js'
import { sameShare } from '../claims/expectation.js'

export function withSeeds(claim: Claim, seedsFor: (own: readonly number[]) => number[]): Claim {
  return {
    ...claim,
    exploratory: true,
    expectations: claim.expectations.map(({ looks: _, ...expectation }) => {
      const seeds = seedsFor(expectation.seeds)
      const quantifier = sameShare(expectation.quantifier, expectation.seeds.length, seeds.length)
      const cutToOne = seeds.length === 1 && expectation.seeds.length > 1
      return { ...expectation, seeds, quantifier, ...(cutToOne && { cutToOne }) }
    }),
  }
}
