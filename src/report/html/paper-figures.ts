/** @file The paper's figures of which claims report curves: published beside measured curves. */

import type { ClaimReport } from '../../events/events.js'
import type { Results } from '../../events/results.js'
import type { Figure } from './figure.js'
import { figuresOf, papersOf } from './figures.js'

/**
 * The charts of each figure by its name, with all claims that report its curves: `figure1c.mlp` is a
 * curve of `figure1c`.
 */
export function paperFigures(
  claims: readonly ClaimReport[],
  results: Results,
): Map<string, Figure[]> {
  const figures = new Map<string, Figure[]>()
  for (const [name, own] of byFigure(claims)) {
    const papers = papersOf(own).filter((curve) => figureOf(curve.name) === name)
    const drawn = figuresOf(own, results, papers).filter((one) => one.papers.length > 0)
    if (drawn.length > 0) figures.set(name, drawn)
  }
  return figures
}

function byFigure(claims: readonly ClaimReport[]): Map<string, ClaimReport[]> {
  const figures = new Map<string, ClaimReport[]>()
  // A skipped claim has no measured curve.
  for (const claim of claims.filter(({ expectations }) => expectations.length > 0)) {
    const names = claim.reported.flatMap((one) => (one.type === 'curve' ? figureOf(one.name) : []))
    for (const name of new Set(names)) figures.set(name, [...(figures.get(name) ?? []), claim])
  }
  return figures
}

function figureOf(curve: string): string {
  return curve.split('.', 1)[0] ?? curve
}
