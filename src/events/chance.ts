/** @file How many passes to expect by chance. */

import type { Family, Paper } from '../claims/citation.js'
import { formatCount } from '../text/amounts.js'
import type { ClaimReport } from './events.js'

export interface Chance {
  /** Undefined if the claims cite no paper. */
  paper?: string
  /** Claims decided by a test over seeds, with any verdict. */
  tested: number
  /** How many of them would pass on average if all were false by the smallest possible amount. */
  passes: number
}

/** One group for each paper whose claims are judged one by one, and one for the claims that cite none. */
export function chancesOf(papers: readonly Paper[], claims: readonly ClaimReport[]): Chance[] {
  const free = papers.filter(({ family }) => family === undefined)
  const groups = [...free.map(({ name }) => name), undefined]
  return groups.flatMap((paper) => {
    const own = claims.filter(({ cites }) =>
      paper === undefined ? cites.length === 0 : cites.some((cited) => cited.paper === paper),
    )
    const levels = own.flatMap((claim) => levelOf(claim) ?? [])
    const passes = Number(levels.reduce((sum, level) => sum + level, 0).toPrecision(12))
    const group = { tested: levels.length, passes, ...(paper !== undefined && { paper }) }
    return levels.length === 0 ? [] : [group]
  })
}

/** A false claim passes at most as often as its false expectation does. */
function levelOf({ expectations }: ClaimReport): number | undefined {
  const levels = expectations.flatMap(({ cases }) =>
    cases.flatMap(({ evidence }) => evidence?.alpha ?? []),
  )
  return levels.length === 0 ? undefined : Math.max(...levels)
}

/** A sentence for each group of several claims in which at least this many passes are expected. */
export function chanceTexts(
  papers: readonly Paper[],
  claims: readonly ClaimReport[],
  least = 0,
): string[] {
  const controlled = papers.flatMap(({ name, family }) =>
    family?.size ? familyText(name, family, family.size) : [],
  )
  const texts = chancesOf(papers, claims)
    .filter(({ tested, passes }) => tested > 1 && passes >= least)
    .map(({ paper, tested, passes }) => {
      const about = paper === undefined ? '' : ` about ${paper}`
      const number = Number(passes.toPrecision(2))
      return `Of the ${formatCount(tested, 'claim')}${about} that were tested over seeds, chance would pass up to ${number} if none of them held.`
    })
  return [...controlled, ...texts]
}

/** What the control of a paper's claims keeps. */
function familyText(paper: string, { alpha, method }: Family, size: number): string {
  const tests = formatCount(size, 'test')
  return method === 'benjamini-hochberg'
    ? `Of those of the ${tests} of ${paper} that pass, a share of at most ${alpha} is false on average (Benjamini-Hochberg).`
    : `In the family of ${tests} of ${paper}, any false one passes with a probability of at most ${alpha} (${method === 'holm' ? 'Holm' : 'Bonferroni'}).`
}
