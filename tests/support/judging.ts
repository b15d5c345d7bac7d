/** @file Claims and runs made by hand, to judge without training. */

import type { Arm } from '../../src/claims/arm.js'
import type { Case, Expectation } from '../../src/claims/expectation.js'
import type { Expression } from '../../src/claims/expression.js'
import type { Relation } from '../../src/claims/relation.js'
import { builtinRegistry } from '../../src/config/builtin-kinds.js'
import type { FindRun, ObservedRun, RunResult } from '../../src/judge/run-result.js'
import { judgeExpectation } from '../../src/judge/judge.js'
import type { JudgedExpectation } from '../../src/judge/verdict.js'
import type { Evaluation, StopCondition } from '../../src/kinds/metric.js'
import { type Unit, inPercent, symbolOf } from '../../src/kinds/unit.js'

/** An arm of which the name and what it is measured on matter; its set-up is told apart by being another object. */
export function arm(label: string, examples = 10_000, evaluateEvery = 1): Arm {
  const take = { train: examples, test: examples }
  const setup = { dataset: { take }, training: { batch: 100, evaluateEvery } }
  return { label, setup: setup as unknown as Arm['setup'], lines: {} }
}

export function constant(value: number, unit: Unit = 'level'): Expression {
  const text = `${inPercent(unit) ? 100 * value : value}${symbolOf(unit)}`
  return { type: 'constant', value, unit, text }
}

export function testAcc(of: Arm): Expression {
  return { type: 'measurement', metric: 'test acc', unit: 'level', text: 'test acc', arm: of }
}

export function trainAcc(of: Arm): Expression {
  return { type: 'measurement', metric: 'train acc', unit: 'level', text: 'train acc', arm: of }
}

export function epochsTo(of: Arm, condition: StopCondition): Expression {
  const { metric, operator, value } = condition
  const text = `epochs to (${metric} ${operator} ${value})`
  return { type: 'measurement', metric: 'epochs to', condition, unit: 'epochs', text, arm: of }
}

export function operation(
  left: Expression,
  operator: '+' | '-' | '*' | '/',
  right: Expression,
  unit: Unit = 'points',
): Expression {
  return { type: 'operation', operator, unit, left, right }
}

type Operator = Extract<Relation, { type: 'comparison' }>['operator']

export function comparison(operator: Operator, right: Expression): Relation {
  return { type: 'comparison', operator, right }
}

export function expectation(
  left: Expression,
  relation: Relation,
  rest: Partial<Expectation> = {},
): Expectation {
  const cases: Case[] = [{ left, relation }]
  const quantifier = { type: 'on average' } as const
  return { text: 'the claim', line: 1, cases, quantifier, seeds: [], alpha: 0.05, ...rest }
}

export function run(
  curve: readonly Partial<Evaluation>[],
  rest: Partial<ObservedRun> = {},
): ObservedRun {
  return {
    status: 'finished',
    curve: curve.map((evaluation, index) => ({
      epoch: index + 1,
      trainAccuracy: 0,
      trainLoss: 1,
      testAccuracy: 0,
      testLoss: 1,
      ...evaluation,
    })),
    stepsPerEpoch: 10,
    trainExamples: 1000,
    parameters: 100,
    provenance: { seconds: 1, peakMemory: 1 },
    ...rest,
  }
}

/** Runs that ended with these accuracies on the test set, for the seeds 0, 1, 2, … */
export function accuracies(values: readonly number[]): RunResult[] {
  return values.map((testAccuracy) => ({
    record: run([{ testAccuracy, trainAccuracy: testAccuracy }]),
  }))
}

/** Runs that met `train loss < 0.05` in these epochs and trained for `epochs`; undefined did not meet it. */
export function reaching(values: readonly (number | undefined)[], epochs = 60): RunResult[] {
  return values.map((reached) => ({ record: run(lossCurve(reached, epochs)) }))
}

export function lossCurve(reached: number | undefined, epochs: number): Partial<Evaluation>[] {
  return Array.from({ length: epochs }, (_, index) => ({
    trainLoss: reached !== undefined && index + 1 >= reached ? 0.01 : 1,
  }))
}

export const lossBelow: StopCondition = { metric: 'train loss', operator: '<', value: 0.05 }

export function finding(runs: readonly (readonly [Arm, readonly RunResult[]])[]): FindRun {
  const bySetup = new Map(runs.map(([{ setup }, results]) => [setup, results]))
  return (setup, seed) => bySetup.get(setup)?.[seed] ?? { open: 'it was not run' }
}

export function judge(
  asked: Expectation,
  runs: readonly (readonly [Arm, readonly RunResult[]])[],
): JudgedExpectation {
  const longest = Math.max(...runs.map(([, results]) => results.length))
  const seeds = asked.seeds.length > 0 ? asked.seeds : Array.from({ length: longest }, (_, n) => n)
  return judgeExpectation(builtinRegistry, { ...asked, seeds }, finding(runs))
}
