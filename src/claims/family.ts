/** @file The claims of a paper as a family of tests, whose size does not depend on the selection. */

import type { Claim } from './claim.js'
import { type Expectation, isExact } from './expectation.js'

/** True if a test over seeds decides it, so that it has a p-value. */
export function isTested({ quantifier, seeds, cases }: Expectation): boolean {
  if (quantifier.type === 'share of seeds') return true
  return quantifier.type === 'on average' && seeds.length > 1 && !cases.every(isExact)
}

/** The claims that were not selected but share a family with a selected one. */
export function companionsOf(selected: readonly Claim[], known: readonly Claim[]): Claim[] {
  const nameOf = ({ file, name }: Claim) => `${file} ${name}`
  const familiesOf = ({ cites }: Claim) =>
    cites.flatMap(({ paper }) => (paper.family ? paper.name : []))
  const names = new Set(selected.map(nameOf))
  const families = new Set(selected.flatMap(familiesOf))
  return known.filter(
    (claim) => !names.has(nameOf(claim)) && familiesOf(claim).some((one) => families.has(one)),
  )
}

/** Returns the claims with the family sizes of the papers that they cite. */
export function withFamilySizes(claims: readonly Claim[]): Claim[] {
  const sizes = new Map<string, number>()
  for (const { cites, expectations, onlyIn, profile } of claims) {
    if (onlyIn.length > 0 && (profile === undefined || !onlyIn.includes(profile))) continue
    const tested = expectations.filter(isTested).length
    for (const name of new Set(cites.map(({ paper }) => paper.name))) {
      sizes.set(name, (sizes.get(name) ?? 0) + tested)
    }
  }
  return claims.map((claim) => ({
    ...claim,
    cites: claim.cites.map((cited) => {
      const { paper } = cited
      if (paper.family === undefined) return cited
      const family = { ...paper.family, size: sizes.get(paper.name) ?? 0 }
      return { ...cited, paper: { ...paper, family } }
    }),
  }))
}
