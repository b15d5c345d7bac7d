/** @file The ways in which a change to specs weakens claims: each asks for less than before. */

import { stringify } from 'safe-stable-stringify'
import { type Arm, bySetup } from '../claims/arm.js'
import type { Paper } from '../claims/citation.js'
import type { Claim } from '../claims/claim.js'
import {
  type Case,
  type Expectation,
  type Quantifier,
  quantifierText,
} from '../claims/expectation.js'
import type { FamilyMethod } from '../statistics/family.js'
import { type Demand, alike, losesPoints } from '../claims/demand.js'
import type { NameArm } from '../claims/linear.js'
import { contains, isBounded } from '../claims/region.js'
import { relationKind } from '../claims/relation.js'

export interface Weakening {
  claim: string
  /** The spec that has it now, or had it. */
  file: string
  line: number
  /** One of the ways of {@link weakenedClaim}, in a sentence with both versions. */
  what: string
}

/**
 * Compares two versions of claims.
 * @returns an empty list if all claims require as much as before, or more
 */
export function weakenings(before: readonly Claim[], after: readonly Claim[]): Weakening[] {
  return before.flatMap((old) => {
    const now = counterpart(old, after)
    if (now === undefined) {
      return [{ claim: old.name, file: old.file, line: old.line, what: 'the claim is removed' }]
    }
    return weakenedClaim(old, now)
  })
}

/** The claim with that name, in the same file or in the only other file that has one. */
function counterpart({ name, file }: Claim, claims: readonly Claim[]): Claim | undefined {
  const named = claims.filter((claim) => claim.name === name)
  return named.find((claim) => claim.file === file) ?? (named.length === 1 ? named[0] : undefined)
}

function weakenedClaim(old: Claim, now: Claim): Weakening[] {
  const weakened = (line: number, what: string): Weakening => ({
    ...{ claim: now.name, file: now.file, line, what },
  })
  const found: Weakening[] = []
  const lost =
    old.onlyIn.length === 0 ? [] : old.onlyIn.filter((name) => !now.onlyIn.includes(name))
  if (old.onlyIn.length === 0 && now.onlyIn.length > 0) {
    found.push(weakened(now.line, `it is now skipped outside profile ${now.onlyIn.join(' and ')}`))
  } else if (now.onlyIn.length > 0 && lost.length > 0) {
    found.push(weakened(now.line, `it is now skipped in profile ${lost.join(' and ')}`))
  }
  for (const { paper } of old.cites)
    found.push(...weakenedFamily(paper, now).map((what) => weakened(now.line, what)))
  const free = new Set(now.expectations)
  // An unchanged expectation must not be paired as the changed form of another one.
  const pairs = old.expectations.map((one) => ({ one, other: take(free, one, unchanged) }))
  for (const pair of pairs) pair.other ??= take(free, pair.one, sameQuantity)
  for (const { one, other } of pairs) {
    if (other === undefined) found.push(weakened(now.line, `removed: expect ${one.text}`))
    else found.push(...weakenedExpectation(one, other).map((what) => weakened(other.line, what)))
  }
  return found
}

/** Methods from the strictest on. */
const strictness: readonly FamilyMethod[] = ['bonferroni', 'holm', 'benjamini-hochberg']

function weakenedFamily({ name, family }: Paper, now: Claim): string[] {
  if (family === undefined) return []
  const other = now.cites.find(({ paper }) => paper.name === name)?.paper.family
  if (other === undefined) return [`no longer judged in the family of ${name}`]
  const laxer = strictness.indexOf(other.method) > strictness.indexOf(family.method)
  return [
    ...(other.alpha > family.alpha
      ? [`family alpha ${other.alpha} instead of ${family.alpha} of ${name}`]
      : []),
    ...(laxer ? [`family by ${other.method} instead of ${family.method} of ${name}`] : []),
  ]
}

function take(
  free: Set<Expectation>,
  one: Expectation,
  alike: (a: Expectation, b: Expectation) => boolean,
): Expectation | undefined {
  const found = [...free].find((other) => alike(one, other))
  if (found) free.delete(found)
  return found
}

function unchanged(a: Expectation, b: Expectation): boolean {
  const form = ({ cases, quantifier, seeds, looks, alpha, beyondTestSet }: Expectation) =>
    stringify({
      cases: cases.map((one) => demandsOf(one, bySetup)),
      ...{ quantifier, seeds, looks, alpha, beyondTestSet },
    })
  return form(a) === form(b)
}

/** True if two expectations have a case about the same quantity, by the set-ups or by the names of its arms. */
function sameQuantity(a: Expectation, b: Expectation): boolean {
  return a.cases.some((one) => b.cases.some((other) => comparable(one, other).length > 0))
}

function weakenedExpectation(old: Expectation, now: Expectation): string[] {
  const found: string[] = []
  const missing: string[] = []
  for (const one of old.cases) {
    const other = caseOf(one, now)
    if (other === undefined) missing.push(one.label ?? old.text)
    else if (losesPoints(other.old, other.now)) {
      found.push(`the trend is followed over fewer points: expect ${now.text}`)
    } else if (!contains(other.old, other.now)) found.push(regionText(old, now, other))
  }
  if (missing.length > 0) found.push(`no longer expected for ${missing.join(', ')}`)
  const quantifier = weakerQuantifier(old, now)
  if (quantifier !== undefined) found.push(quantifier)
  const dropped = old.seeds.filter((seed) => !now.seeds.includes(seed))
  if (now.seeds.length < old.seeds.length) {
    found.push(`over ${now.seeds.length} seeds instead of ${old.seeds.length}: expect ${now.text}`)
  } else if (dropped.length > 0) {
    found.push(`no longer over seed ${dropped.join(', ')}: expect ${now.text}`)
  }
  if (now.alpha > old.alpha) {
    found.push(`alpha ${now.alpha} instead of ${old.alpha}: expect ${now.text}`)
  }
  if (old.beyondTestSet && !now.beyondTestSet) {
    found.push(`no longer beyond this test set: expect ${now.text}`)
  }
  return [...new Set(found)]
}

function demandsOf({ left, relation }: Case, nameArm: NameArm): Demand[] {
  return relationKind(relation).demands(left, relation, nameArm)
}

interface CasePair {
  /** The allowed values before and now. */
  old: Demand
  now: Demand
}

/** Pairs of comparable demands of both cases: by the set-ups of their arms first, then by their names. */
function comparable(one: Case, other: Case): CasePair[] {
  return [bySetup, byLabel].flatMap((name) =>
    demandsOf(one, name).flatMap((old) => {
      const now = demandsOf(other, name).find((demand) => alike(old, demand))
      return now ? [{ old, now }] : []
    }),
  )
}

/** The same case in the other version: about the same quantity, and with the same label if there is one. */
function caseOf(one: Case, { cases }: Expectation): CasePair | undefined {
  const pairs = cases.map((other) => ({ other, pair: comparable(one, other)[0] }))
  const alikes = pairs.filter(({ pair }) => pair !== undefined)
  // The label of a case changes with the name of its variable, so the quantity alone must suffice.
  const found =
    alikes.find(({ other }) => other.label === one.label) ??
    alikes.find(({ pair }) => pair && contains(pair.old, pair.now)) ??
    alikes[0]
  return found?.pair
}

function regionText(old: Expectation, now: Expectation, pair: CasePair): string {
  const width = ({ low, high }: Demand) => high - low
  const what = [pair.old, pair.now].every(isBounded)
    ? width(pair.now) > width(pair.old)
      ? 'the margin is wider'
      : 'the target is another'
    : 'the threshold is relaxed'
  return `${what}: expect ${now.text}, before ${old.text}`
}

function weakerQuantifier(old: Expectation, now: Expectation): string | undefined {
  const share = ({ quantifier, seeds }: Expectation) => shareOf(quantifier, seeds.length)
  const [was, is] = [share(old), share(now)]
  // A mean implies nothing about a single seed. Every seed implies the mean, but a part of the seeds does not.
  const weaker = was === undefined ? is !== undefined && is < 1 : is === undefined || is < was
  const lessSure = (confidenceOf(now) ?? 1) < (confidenceOf(old) ?? 0)
  const text = ({ quantifier, seeds }: Expectation) => quantifierText(quantifier, seeds.length)
  return weaker || lessSure ? `${text(now)} instead of ${text(old)}: expect ${now.text}` : undefined
}

function confidenceOf({ quantifier }: Expectation): number | undefined {
  return quantifier.type === 'share of seeds' ? quantifier.confidence : undefined
}

/** The share of seeds in which the relation must hold, for a quantifier over single seeds. */
function shareOf(quantifier: Quantifier, seeds: number): number | undefined {
  switch (quantifier.type) {
    case 'every seed':
      return 1
    case 'at least':
      return quantifier.count / seeds
    case 'share of seeds':
      return quantifier.share
    case 'on average':
      return undefined
  }
}

function byLabel({ label }: Arm): string {
  return label
}
