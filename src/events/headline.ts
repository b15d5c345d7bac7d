/** @file The headline of a report: how many claims hold, and over how many seeds. */

import { type Basis, bases } from '../claims/basis.js'
import type { ClaimReport } from './events.js'

/** The name of a claim without a measurement in every report. */
export const checkWords = 'check of published numbers'

/** Streams of older versions have no basis: in them, evidence without runs is arithmetic. */
export function basisOfClaim({ basis, expectations }: ClaimReport): Basis {
  if (basis !== undefined) return basis
  const cases = expectations.flatMap((expectation) => expectation.cases)
  const arithmetic = cases.every(({ arms, evidence }) => evidence && arms.length === 0)
  return cases.length > 0 && arithmetic ? 'published' : 'trained'
}

/** The smallest number of seeds of a claim's expectations; undefined if no run was measured. */
export function seedsOf({ expectations }: ClaimReport): number | undefined {
  const counts = expectations
    .flatMap(({ cases }) => cases)
    .flatMap(({ arms, evidence }) => (arms.length > 0 && evidence ? [evidence.n] : []))
  return counts.length === 0 ? undefined : Math.min(...counts)
}

/** A remark on the verdict of a claim that proves less than several trained networks do: `n = 1`. */
export function asideOf(claim: ClaimReport): string | undefined {
  const basis = basisOfClaim(claim)
  if (basis === 'published') return checkWords
  return seedsOf(claim) === 1 ? 'n = 1' : undefined
}

export type Tallies = Record<Basis, { judged: number; passed: number }>

export function talliesOf(claims: readonly ClaimReport[]): Tallies {
  const tally = (basis: Basis) => {
    const judged = judgedOn(basis, claims)
    return { judged: judged.length, passed: judged.filter(passes).length }
  }
  return { trained: tally('trained'), computed: tally('computed'), published: tally('published') }
}

/** The claims that were judged on a basis. */
const subjects: Record<Basis, [one: string, several: string]> = {
  trained: ['trained claim holds', 'trained claims hold'],
  computed: ['computed claim holds', 'computed claims hold'],
  published: ['check of published numbers holds', 'checks of published numbers hold'],
}

/**
 * `21 of 25 trained claims hold (14 over 5 seeds, 7 with one seed); 12 of 12 computed claims hold; 8
 * of 9 checks of published numbers hold`
 */
export function headline(claims: readonly ClaimReport[]): string {
  const tallies = talliesOf(claims)
  const parts = bases
    .filter((basis) => tallies[basis].judged > 0)
    .map((basis) => {
      const { judged, passed } = tallies[basis]
      const [one, several] = subjects[basis]
      const seeds = basis === 'trained' ? seedsText(judgedOn(basis, claims).filter(passes)) : ''
      return `${passed} of ${judged} ${judged === 1 ? one : several}${seeds}`
    })
  return parts.length === 0 ? 'Nothing was judged' : parts.join('; ')
}

/** ` (14 over 5 seeds, 7 with one seed)` */
function seedsText(passed: readonly ClaimReport[]): string {
  const byCount = new Map<number, number>()
  for (const claim of passed) {
    const seeds = seedsOf(claim)
    if (seeds !== undefined) byCount.set(seeds, (byCount.get(seeds) ?? 0) + 1)
  }
  const counts = [...byCount].sort(([a], [b]) => b - a)
  const parts = counts.map(
    ([seeds, claims]) => `${claims} ${seeds === 1 ? 'with one seed' : `over ${seeds} seeds`}`,
  )
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`
}

/** The passed claims that prove less than the others: `7 with one seed, 8 checks of published numbers`. */
export function weakPasses(claims: readonly ClaimReport[]): string {
  const passed = claims.filter(passes)
  const single = passed.filter((claim) => seedsOf(claim) === 1).length
  const checks = judgedOn('published', passed).length
  const parts = [
    ...(single === 0 ? [] : [`${single} with one seed`]),
    ...(checks === 0
      ? []
      : [`${checks} ${checks === 1 ? 'check' : 'checks'} of published numbers`]),
  ]
  return parts.join(', ')
}

function judgedOn(basis: Basis, claims: readonly ClaimReport[]): ClaimReport[] {
  return claims.filter((claim) => claim.verdict !== 'skipped' && basisOfClaim(claim) === basis)
}

function passes({ verdict }: ClaimReport): boolean {
  return verdict === 'pass'
}
