/** @file The places of papers that claims cite, in reading order. */

import type { Paper } from '../claims/citation.js'
import type { ClaimReport } from '../events/events.js'

export interface PaperPlace {
  paper: string
  /** `table 1`; empty if the paper alone is cited. */
  place: string
  claims: ClaimReport[]
}

/** Tables, then figures, then everything else. */
const kinds = [/^table/i, /^fig/i]

const { compare } = new Intl.Collator('en', { numeric: true })

/** Lists the places with their claims; a claim appears at each place that it cites. */
export function placesOf(papers: readonly Paper[], claims: readonly ClaimReport[]): PaperPlace[] {
  const places = new Map<string, PaperPlace>()
  for (const claim of claims) {
    for (const { paper, place } of claim.cites) {
      const key = `${paper} ${place}`
      const known = places.get(key) ?? { paper, place, claims: [] }
      places.set(key, { ...known, claims: [...known.claims, claim] })
    }
  }
  const paperRank = ({ paper }: PaperPlace) => papers.findIndex(({ name }) => name === paper)
  return [...places.values()].sort(
    (a, b) => paperRank(a) - paperRank(b) || kindOf(a) - kindOf(b) || compare(a.place, b.place),
  )
}

/** Lists the places with their claims; a claim appears only at the first place that it cites. */
export function firstPlacesOf(
  papers: readonly Paper[],
  claims: readonly ClaimReport[],
): PaperPlace[] {
  return placesOf(
    papers,
    claims.map((claim) => ({ ...claim, cites: claim.cites.slice(0, 1) })),
  )
}

export function isTableOrFigure(place: PaperPlace): boolean {
  return kindOf(place) < kinds.length
}

/** The name of a place, with the paper only if there are several papers. */
export function placeName({ paper, place }: PaperPlace, papers: readonly Paper[]): string {
  return papers.length > 1 || place === '' ? `${paper} ${place}`.trim() : place
}

function kindOf({ place }: PaperPlace): number {
  const kind = kinds.findIndex((pattern) => pattern.test(place))
  return kind === -1 ? kinds.length : kind
}
