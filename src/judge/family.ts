/** @file Control of families: the family's alpha limits which claims of a paper pass. */

import type { Paper } from '../claims/citation.js'
import { isTested } from '../claims/family.js'
import { adjustedPValues } from '../statistics/family.js'
import { speakingFor, worst } from './judge.js'
import type { FamilyEvidence, JudgedCase, JudgedClaim, JudgedExpectation } from './verdict.js'

/**
 * Adjusts verdicts for the families of the papers that the claims cite. A claim that was not judged, or has no
 * p-value, counts as a test with the p-value 1.
 */
export function controlFamilies(judged: readonly JudgedClaim[]): JudgedClaim[] {
  const papers = new Map(
    judged.flatMap(({ claim }) => claim.cites.map(({ paper }) => [paper.name, paper] as const)),
  )
  return [...papers.values()].reduce((claims, paper) => control(paper, claims), [...judged])
}

function control({ name, family }: Paper, judged: readonly JudgedClaim[]): JudgedClaim[] {
  if (family === undefined) return [...judged]
  const members = judged
    .filter(({ claim }) => claim.cites.some(({ paper }) => paper.name === name))
    .flatMap(({ expectations }) => expectations)
    .filter((one) => isTested(one.expectation))
  const size = Math.max(family.size ?? 0, members.length)
  const { alpha, method } = family
  const adjusted = adjustedPValues(members.map(pValueOf), method, size)
  const evidence = new Map(
    members.map((one, index): [JudgedExpectation, FamilyEvidence] => [
      one,
      { paper: name, method, size, alpha, pValue: adjusted[index] as number },
    ]),
  )
  return judged.map((claim) => {
    if (!claim.expectations.some((one) => evidence.has(one))) return claim
    const expectations = claim.expectations.map((one) => inFamily(one, evidence.get(one)))
    return {
      ...claim,
      expectations,
      verdict: worst(expectations.map((one) => one.verdict.verdict)),
    }
  })
}

/** The largest p-value of the cases, since all cases must hold. */
function pValueOf({ cases }: JudgedExpectation): number {
  return cases.length === 0 ? 1 : Math.max(...cases.map(({ evidence }) => evidence?.pValue ?? 1))
}

function inFamily(
  judged: JudgedExpectation,
  family: FamilyEvidence | undefined,
): JudgedExpectation {
  if (family === undefined) return judged
  const largest = pValueOf(judged)
  const cases = judged.cases.map((one): JudgedCase => {
    const { evidence, verdict, sentence } = one
    if (evidence?.pValue === undefined) return one
    const told = `${sentence}; ${familyText(family)}`
    const shown = { ...one, sentence: told, evidence: { ...evidence, family } }
    const held = verdict === 'pass' && evidence.pValue === largest && family.pValue > family.alpha
    if (!held) return shown
    return {
      ...shown,
      verdict: 'inconclusive',
      sentence: `${told}, which is above ${family.alpha} and leaves it open`,
      help: 'alone it would pass: more seeds make its p-value smaller',
    }
  })
  return { ...judged, cases, verdict: speakingFor(cases) }
}

const names = {
  bonferroni: 'Bonferroni',
  holm: 'Holm',
  'benjamini-hochberg': 'Benjamini-Hochberg',
}

function familyText({ paper, method, size, pValue }: FamilyEvidence): string {
  const number = pValue === 0 ? '0' : String(Number(pValue.toPrecision(2)))
  return `its adjusted p-value is ${number} in the family of ${size} tests of ${paper} (${names[method]})`
}
