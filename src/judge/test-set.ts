/** @file The standard error of tested means over other test sets, from the records of the runs. */

import type { Case, Expectation } from '../claims/expectation.js'
import { type Expression, type Measurement, measurementsIn } from '../claims/expression.js'
import { comparedByExample, onSameImages, testExamplesOf } from '../claims/test-set.js'
import type { Registry } from '../kinds/registry.js'
import { exampleError, shareError } from '../statistics/test-set.js'
import { lackOf } from './lacking.js'
import { possibleValues } from './possible.js'
import type { Question } from './question.js'
import type { RoundedRange } from './rounded-range.js'
import type { FindRun } from './run-result.js'
import { type SeedValues, testedValues } from './seed-values.js'

/**
 * Finds runs for an expectation. If it compares results on each test example, a record without them counts as an
 * unfinished run.
 */
export function findFor(
  registry: Registry,
  { beyondTestSet }: Expectation,
  one: Case,
  find: FindRun,
): FindRun {
  if (!beyondTestSet) return find
  const compared = new Set(comparedByExample(registry, one).map(({ arm }) => arm.setup))
  return (setup, seed) => {
    const result = find(setup, seed)
    if (!compared.has(setup) || !('record' in result)) return result
    const lack = lackOf(registry, result.record, { withTestRanks: true })
    return lack === undefined ? result : { open: lack }
  }
}

/**
 * The standard error of each tested mean over test sets of the same size. Arms on the same images are compared image
 * by image, others by the binomial error of their shares.
 * @param ranked true if the records have the results on each image
 * @returns undefined if that is unknown, or nothing is measured on test examples
 */
export function testSetErrors(
  registry: Registry,
  question: Question,
  seeds: readonly SeedValues[],
  find: FindRun,
  ranked: boolean,
): number[] | undefined {
  const measurements = question.sides.flatMap(measurementsIn)
  const shares = measurements.filter((one) => testExamplesOf(registry, one))
  const numbers = new Map(
    measurements.map((one) => [one, meanOf(registry, one, seeds, find)] as const),
  )
  if (shares.length === 0 || ![...numbers.values()].every(Number.isFinite)) return undefined
  const slopes = shares.map((one) => slopesOf(question, numbers, one))
  const errors = question.regions.map((_, region) => {
    const parts = shares
      .map((measurement, index) => ({ measurement, slope: slopes[index]?.[region] ?? 0 }))
      .filter(({ slope }) => slope !== 0)
    const paired = new Set(
      onSameImages(
        registry,
        parts.map(({ measurement }) => measurement),
      ),
    )
    if (paired.size > 0 && !ranked) return undefined
    const alone = parts
      .filter(({ measurement }) => !paired.has(measurement))
      .map(({ measurement, slope }) => {
        const { count } = testExamplesOf(registry, measurement) ?? { count: 1 }
        return Math.abs(slope) * shareError(numbers.get(measurement) ?? NaN, count)
      })
    const together = groupsOf(
      registry,
      parts.filter(({ measurement }) => paired.has(measurement)),
    ).map((group) => errorByExample(registry, group, seeds, find))
    return Math.hypot(...alone, ...together)
  })
  return errors.every((error) => error !== undefined) ? errors : undefined
}

/** A measurement with the derivative of the tested value with respect to it. */
interface Part {
  measurement: Measurement
  slope: number
}

function meanOf(
  registry: Registry,
  measurement: Measurement,
  seeds: readonly SeedValues[],
  find: FindRun,
): number {
  const values = seeds.map(({ seed }) => possibleValues(registry, measurement, seed, find).low)
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

const nearby = 1e-5

/** The derivatives of the tested values with respect to a measurement, at the means, by central differences. */
function slopesOf(
  question: Question,
  numbers: ReadonlyMap<Measurement, number>,
  measurement: Measurement,
): number[] {
  const at = (shift: number) => {
    const moved = (numbers.get(measurement) ?? NaN) + shift
    const of = (one: Measurement) => (one === measurement ? moved : (numbers.get(one) ?? NaN))
    return testedValues(
      question,
      question.sides.map((side): RoundedRange => {
        const value = valueOf(side, of)
        return { low: value, high: value, error: 0 }
      }),
    )
  }
  const [below, above] = [at(-nearby), at(nearby)]
  return above.map((value, index) =>
    Number(((value - (below[index] as number)) / (2 * nearby)).toPrecision(6)),
  )
}

function valueOf(expression: Expression, of: (measurement: Measurement) => number): number {
  switch (expression.type) {
    case 'constant':
      return expression.value
    case 'measurement':
      return of(expression)
    case 'operation': {
      const [left, right] = [valueOf(expression.left, of), valueOf(expression.right, of)]
      const { operator } = expression
      if (operator === '+') return left + right
      if (operator === '-') return left - right
      return operator === '*' ? left * right : left / right
    }
  }
}

function groupsOf(registry: Registry, parts: readonly Part[]): Part[][] {
  const groups = new Map<string, Part[]>()
  for (const part of parts) {
    const name = testExamplesOf(registry, part.measurement)?.name ?? ''
    groups.set(name, [...(groups.get(name) ?? []), part])
  }
  return [...groups.values()]
}

/** The standard error of parts that are measured on the same images. */
function errorByExample(
  registry: Registry,
  parts: readonly Part[],
  seeds: readonly SeedValues[],
  find: FindRun,
): number {
  const values: number[] = []
  for (const { measurement, slope } of parts) {
    const { arm, metric } = measurement
    const of = registry.get('metric', metric).ofExample
    for (const { seed } of seeds) {
      const result = find(arm.setup, seed)
      const ranks = ('record' in result && result.record.testRanks) || ''
      for (let index = 0; index < ranks.length; index++) {
        const has = of?.(Number.parseInt(ranks.charAt(index), 16)) ?? NaN
        values[index] = (values[index] ?? 0) + (slope * has) / seeds.length
      }
    }
  }
  // All arms can be wrong about the same image, so their contributions to it can have the same sign.
  const most = (sign: number) =>
    parts.reduce((sum, { slope }) => sum + Math.max(0, sign * slope), 0)
  return exampleError(values, Math.max(most(1), most(-1)))
}
