/** @file Claims about the mean over seeds: Student t bounds, and two one-sided tests for equivalence. */

import { holds } from './every-seed.js'
import { formatDifference, formatValue } from './format.js'
import { alpha, interval, seedsToResolve, summarize } from './student.js'
import type { Question } from './question.js'
import type { Evidence, Verdict, VerdictName } from './verdict.js'

export function judgeMean(question: Question, evidence: Evidence): Verdict {
  const { relation, left, perSeed, estimate } = question
  const { n } = evidence
  const differences = perSeed.map((seed) => seed.left - seed.right)
  const meanLeft = perSeed.reduce((sum, seed) => sum + seed.left, 0) / n
  const measured = describe(question, meanLeft, estimate)

  if (n === 1) {
    const [only] = perSeed
    const verdict = only && holds(relation, only.left, only.right) ? 'pass' : 'fail'
    const sentence = `${measured}, a point comparison of one seed (n = 1), ${ending(verdict, question)}`
    return { verdict, sentence, evidence: { ...evidence, method: 'one seed' } }
  }

  const sample = summarize(differences)
  const [low, high] = interval(sample)
  const verdict = decide(question, low, high)
  const bounds =
    sample.standardDeviation === 0
      ? 'the same in every seed'
      : `90% interval ${intervalText(question, meanLeft - estimate, low, high)}`
  const sentence = `${measured}, ${bounds}, ${ending(verdict, question)}`
  const method = relation.type === 'equivalence' ? 'two one-sided t tests' : 'Student t'
  const judged: Verdict = {
    verdict,
    sentence,
    evidence: { ...evidence, method, interval: { low, high, level: 1 - 2 * alpha } },
  }
  if (verdict !== 'inconclusive') return judged
  const seeds = seedsToResolve(sample.standardDeviation, distanceToBoundary(question, estimate))
  const unit = left.unit === 'number' ? 'number' : 'points'
  const spread = `standard deviation ${formatValue(sample.standardDeviation, unit)}`
  const help =
    seeds === undefined
      ? `more seeds would not decide it (${spread})`
      : `about ${seeds} seeds would decide it (${spread})`
  return { ...judged, help }
}

function decide({ relation }: Question, low: number, high: number): VerdictName {
  if (relation.type === 'equivalence') {
    if (low > -relation.margin && high < relation.margin) return 'pass'
    return low > relation.margin || high < -relation.margin ? 'fail' : 'inconclusive'
  }
  // With no spread the bounds meet, and a bound of exactly zero is decided by the operator.
  if (low === high) return holds(relation, low, 0) ? 'pass' : 'fail'
  const upward = relation.operator.startsWith('>')
  if (upward ? low > 0 : high < 0) return 'pass'
  return (upward ? high < 0 : low > 0) ? 'fail' : 'inconclusive'
}

function describe({ relation, left }: Question, meanLeft: number, estimate: number): string {
  if (relation.right.type === 'constant') return `mean ${formatValue(meanLeft, left.unit)}`
  const right = formatValue(meanLeft - estimate, relation.right.unit)
  return `mean ${formatValue(meanLeft, left.unit)} against ${right}`
}

/** Around the measured value where the right side is a constant, else around the difference. */
function intervalText(
  { relation, left }: Question,
  meanRight: number,
  low: number,
  high: number,
): string {
  if (relation.right.type === 'constant') {
    return `${formatValue(low + meanRight, left.unit)} to ${formatValue(high + meanRight, left.unit)}`
  }
  return `of the difference ${formatDifference(low, left.unit)} to ${formatDifference(high, left.unit)}`
}

function ending(verdict: VerdictName, { text }: Question): string {
  if (verdict === 'pass') return `so ${text}`
  return verdict === 'fail' ? `against ${text}` : `which leaves open whether ${text}`
}

function distanceToBoundary({ relation }: Question, estimate: number): number {
  if (relation.type === 'comparison') return Math.abs(estimate)
  return Math.abs(Math.abs(estimate) - relation.margin)
}
