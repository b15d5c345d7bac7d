/** @file Families of tests: p-values adjusted for the number of tests. */

export const familyMethods = ['bonferroni', 'holm', 'benjamini-hochberg'] as const

export type FamilyMethod = (typeof familyMethods)[number]

/**
 * Adjusts p-values so that the claims with an adjusted value of at most alpha can pass. With Bonferroni and
 * Holm (Scand. J. Stat. 6, 1979), the probability that any false claim passes is then at most alpha; with
 * Benjamini and Hochberg (J. R. Stat. Soc. B 57, 1995), the expected share of false claims among those that
 * pass is, for tests that are independent or positively dependent.
 * @param size the size of the family; p-values that are not given count as 1
 * @returns the adjusted p-values, in the order of the given ones
 */
export function adjustedPValues(
  pValues: readonly number[],
  method: FamilyMethod,
  size = pValues.length,
): number[] {
  const order = [...pValues.keys()].sort((a, b) => (pValues[a] as number) - (pValues[b] as number))
  const adjusted = new Array<number>(pValues.length)
  const factor = {
    bonferroni: () => size,
    holm: (rank: number) => size - rank,
    'benjamini-hochberg': (rank: number) => size / (rank + 1),
  }[method]
  const scaled = order.map((at, rank) => Math.min(1, factor(rank) * (pValues[at] as number)))
  // Step-down methods keep each p-value at least as large as those before it; the step-up method keeps each at
  // most as large as those after it.
  const up = method === 'benjamini-hochberg'
  let last = up ? 1 : 0
  for (const rank of up ? [...scaled.keys()].reverse() : scaled.keys()) {
    last = up ? Math.min(last, scaled[rank] as number) : Math.max(last, scaled[rank] as number)
    adjusted[order[rank] as number] = last
  }
  return adjusted
}
