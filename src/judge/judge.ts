/** @file From stored runs to verdicts. */

import type { Case, Claim, Expectation, Expression } from '../check/study.js'
import type { RunSetup } from '../check/setup.js'
import { measure } from '../kinds/measure.js'
import type { Registry } from '../kinds/registry.js'
import type { RunRecord } from '../store/record.js'
import { judgeSeeds } from './every-seed.js'
import { judgeMean } from './on-average.js'
import { acceptanceOf, type Question } from './question.js'
import type {
  Evidence,
  JudgedCase,
  JudgedClaim,
  JudgedExpectation,
  Verdict,
  VerdictName,
} from './verdict.js'

/** What became of a run: its record, or why there is none. */
export type RunResult = { record: RunRecord } | { lost: string }

export type FindRun = (setup: RunSetup, seed: number) => RunResult

export function judgeClaim(registry: Registry, claim: Claim, find: FindRun): JudgedClaim {
  const expectations = claim.expectations.map((one) => judgeExpectation(registry, one, find))
  return { claim, verdict: worst(expectations.map(({ verdict }) => verdict.verdict)), expectations }
}

/** One expectation that fails makes the claim false, whatever became of the others. */
const bySeverity: readonly VerdictName[] = ['fail', 'error', 'inconclusive', 'skipped', 'pass']

function worst(verdicts: readonly VerdictName[]): VerdictName {
  return bySeverity.find((name) => verdicts.includes(name)) ?? 'error'
}

/** All cases must hold; the first of the worst ones speaks for the expectation. */
function judgeExpectation(
  registry: Registry,
  expectation: Expectation,
  find: FindRun,
): JudgedExpectation {
  const cases = expectation.cases.map((one): JudgedCase => {
    const verdict = judgeCase(registry, expectation, one, find)
    return { ...verdict, ...(one.label !== undefined && { label: one.label }) }
  })
  const name = worst(cases.map(({ verdict }) => verdict))
  const decisive = cases.find(({ verdict }) => verdict === name)
  if (decisive === undefined) {
    const sentence = 'no data: there is no case to judge'
    return { expectation, verdict: { verdict: 'error', sentence }, cases }
  }
  const { label, ...verdict } = decisive
  const sentence = label === undefined ? verdict.sentence : `${label}: ${verdict.sentence}`
  return { expectation, verdict: { ...verdict, sentence }, cases }
}

function judgeCase(
  registry: Registry,
  expectation: Expectation,
  one: Case,
  find: FindRun,
): Verdict {
  const { quantifier, seeds, text } = expectation
  const { relation } = one
  if (relation.type === 'trend') throw new Error('internal: trends are not judged yet')
  const perSeed: Question['perSeed'] = []
  for (const seed of seeds) {
    const left = valueOf(registry, one.left, seed, find)
    const right = valueOf(registry, relation.right, seed, find)
    for (const value of [left, right]) {
      if (typeof value === 'string') return { verdict: 'error', sentence: `no data: ${value}` }
    }
    perSeed.push({
      seed,
      left: left as number,
      right: right as number,
      value: (left as number) - (right as number),
    })
  }
  const n = perSeed.length
  const estimate = perSeed.reduce((sum, seed) => sum + seed.value, 0) / n
  const evidence: Evidence = {
    method: 'every seed',
    n,
    perSeed,
    scale: 'difference',
    unit: one.left.unit === 'level' ? 'points' : one.left.unit,
    estimate,
    acceptance: acceptanceOf(relation),
  }
  const question = { ...one, text, relation, perSeed, estimate }
  switch (quantifier.type) {
    case 'every seed':
      return judgeSeeds(question, evidence, n)
    case 'at least':
      return judgeSeeds(question, { ...evidence, method: 'at least k of n' }, quantifier.count)
    case 'on average':
      return judgeMean(question, evidence)
  }
}

/** The value in one seed, or a text that says why there is none. */
function valueOf(
  registry: Registry,
  expression: Expression,
  seed: number,
  find: FindRun,
): number | string {
  switch (expression.type) {
    case 'constant':
      return expression.value
    case 'measurement': {
      const result = find(expression.arm.setup, seed)
      const run = `the run of ${expression.arm.label}, seed ${seed}`
      if ('lost' in result) return `${run}: ${result.lost}`
      const { record } = result
      if (record.status === 'diverged') return `${run}: ${record.reason ?? 'it diverged'}`
      const value = measure(registry, record, expression.metric, expression.condition)
      if (value === undefined || !Number.isFinite(value)) {
        return `${run} has no finite ${expression.metric}`
      }
      return value
    }
    case 'operation': {
      const left = valueOf(registry, expression.left, seed, find)
      const right = valueOf(registry, expression.right, seed, find)
      if (typeof left === 'string' || typeof right === 'string') {
        return typeof left === 'string' ? left : right
      }
      const value = calculate(expression.operator, left, right)
      return Number.isFinite(value) ? value : `the arithmetic gives ${value} in seed ${seed}`
    }
  }
}

function calculate(operator: '+' | '-' | '*' | '/', left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
      return left / right
  }
}
