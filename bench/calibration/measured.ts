/** @file The rate at which judges pass false claims at their boundary, for values that are counts, times and ties. */

import type { Expression } from '../../src/claims/expression.js'
import type { Relation } from '../../src/claims/relation.js'
import type { Possible } from '../../src/judge/possible.js'
import { testMean } from '../../src/judge/mean.js'
import { type Question, questionOf } from '../../src/judge/question.js'
import { RandomStream, deriveKey, seedKey } from '../../src/random/key.js'
import { type MeasuredArm, accuracy, epochs, logNormal, pareto, rounded, waiting } from './arms.js'

/** A claim whose true value lies at its boundary. */
export interface MeasuredClaim {
  name: string
  question: Question
  /** Draws the measurements of one seed for each arm. */
  seed(stream: RandomStream): Possible[]
}

const [one, other] = ['one', 'other'].map((label): Expression => ({
  ...{ type: 'measurement', metric: 'test acc', unit: 'number', text: 'x' },
  arm: { label, setup: {} as never, lines: {} },
})) as [Expression, Expression]

type Operator = Extract<Relation, { type: 'comparison' }>['operator']

function constant(value: number): Expression {
  return { type: 'constant', value, unit: 'number', text: String(value) }
}

function operation(left: Expression, operator: '+' | '*', right: Expression): Expression {
  return { type: 'operation', operator, unit: 'number', left, right }
}

function asked(relation: Relation): Question {
  const asked = { left: one, relation }
  const quantifier = { type: 'on average' } as const
  const cases = [asked]
  return questionOf({ text: '', line: 1, cases, quantifier, seeds: [], alpha: 0.05 }, asked)
}

/** Compares an arm with its true mean. */
function mean(operator: Operator, arm: MeasuredArm): MeasuredClaim {
  const right = constant(arm.mean)
  return {
    name: `mean of ${arm.name} ${operator}`,
    question: asked({ type: 'comparison', operator, right }),
    seed: (stream) => [arm.draw(stream)],
  }
}

/** Compares two arms, with their true difference as the margin. */
function difference(a: MeasuredArm, operator: Operator, b: MeasuredArm): MeasuredClaim {
  const margin = a.mean - b.mean
  const right = operation(other, '+', constant(margin))
  return {
    name: `${a.name} ${operator} ${b.name} + margin`,
    question: asked({ type: 'comparison', operator, right }),
    seed: (stream) => [a.draw(stream), b.draw(stream)],
  }
}

/** The equivalence of two arms, with their true difference as the margin. */
function equivalence(a: MeasuredArm, b: MeasuredArm): MeasuredClaim {
  const margin = Math.abs(a.mean - b.mean)
  return {
    name: `${a.name} ~ ${b.name}`,
    question: asked({ type: 'equivalence', right: other, margin }),
    seed: (stream) => [a.draw(stream), b.draw(stream)],
  }
}

/** Compares two arms, with the true ratio of their geometric means as the factor. */
function ratio(a: MeasuredArm, operator: Operator, b: MeasuredArm): MeasuredClaim {
  const factor = Math.exp(a.meanLog - b.meanLog)
  const right = operation(constant(factor), '*', other)
  return {
    name: `${a.name} ${operator} factor times ${b.name}`,
    question: asked({ type: 'comparison', operator, right }),
    seed: (stream) => [a.draw(stream), b.draw(stream)],
  }
}

const two = epochs('2', [[2, 1]])
const threeOrFour = epochs('3 or 4 (90:10)', [
  [3, 0.9],
  [4, 0.1],
])
const tenOrEleven = epochs('10 or 11', [
  [10, 0.5],
  [11, 0.5],
])
const slowTail = epochs('30 or 60 (80:20)', [
  [30, 0.8],
  [60, 0.2],
])

/** Claims at their boundary, each of which must pass rarely. */
export const measuredClaims: MeasuredClaim[] = [
  mean('>', accuracy(0.999, 1000)),
  mean('>', accuracy(0.9999, 1000)),
  mean('>', accuracy(0.98, 100)),
  mean('>', accuracy(0.9, 100)),
  mean('<', accuracy(0.02, 100)),
  difference(accuracy(0.98, 100), '>', accuracy(0.97, 100)),
  equivalence(accuracy(0.998, 1000), accuracy(0.999, 1000)),
  difference(accuracy(0.9995, 1000), '>=', accuracy(1 - 1e-9, 1000)),
  mean('>', rounded(0.4, 0.2)),
  difference(rounded(0.4, 0.2), '>', rounded(0.1, 0.2)),
  difference(rounded(0.4, 1), '>', rounded(0, 1)),
  ratio(threeOrFour, '<', two),
  ratio(slowTail, '<', tenOrEleven),
  ratio(tenOrEleven, '>', slowTail),
  difference(threeOrFour, '<', two),
  ratio(logNormal(20, 0.3), '<', logNormal(30, 0.3)),
  ratio(logNormal(20, 1), '>', logNormal(30, 0.3)),
  ratio(waiting(10), '>', waiting(5)),
]

/** Claims that a spread of a quarter does not cover: longer tails, and differences of times that have one. */
export const longTails: MeasuredClaim[] = [
  ratio(waiting(10), '<', tenOrEleven),
  ratio(pareto(10, 2), '<', tenOrEleven),
  difference(slowTail, '<', tenOrEleven),
]

/** The share of claims that passed. */
export function passRate({ name, question, seed }: MeasuredClaim, n: number, repetitions = 20_000) {
  const stream = new RandomStream(deriveKey(seedKey(0), `${name} ${n}`))
  let passed = 0
  for (let index = 0; index < repetitions; index++) {
    const seeds = Array.from({ length: n }, (_, number) => ({ seed: number, sides: seed(stream) }))
    if (testMean(question, seeds, 0.05, 1).decision === 'pass') passed++
  }
  return passed / repetitions
}
