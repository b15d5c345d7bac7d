/** @file The curves of claims as figures: over a sweep, and over epochs. */

import type { ClaimReport } from '../../events/events.js'
import type { Results } from '../../events/results.js'
import { learningCurves } from './curve-chart.js'
import type { Figure, NamedCurve } from './figure.js'
import { sweepCurves } from './sweep-chart.js'

export function figuresOf(
  claims: readonly ClaimReport[],
  { runs }: Results,
  papers: readonly NamedCurve[] = papersOf(claims),
): Figure[] {
  const outcomes = claims.flatMap((claim) => claim.outcomes ?? [])
  const cases = claims.flatMap(({ expectations }) => expectations).flatMap((one) => one.cases)
  const arms = cases.flatMap((one) => one.arms)
  const swept = claims.some((claim) => claim.outcomes !== undefined)
  return [...sweepCurves(outcomes, papers), ...learningCurves({ arms, swept, papers, runs })]
}

/** The paper's curves with known points. */
export function papersOf(claims: readonly ClaimReport[]): NamedCurve[] {
  const curves = new Map<string, NamedCurve>()
  for (const one of claims.flatMap(({ reported }) => reported)) {
    if (one.type !== 'curve' || one.x === undefined || one.y === undefined) continue
    const { points = [], x, y } = one
    curves.set(one.name, { ...one, x, y, points })
  }
  return [...curves.values()]
}
