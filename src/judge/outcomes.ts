/** @file The quantities along a claim's sweep, at each swept value, seed by seed. */

import type { Claim } from '../claims/claim.js'
import { expressionsIn } from '../claims/expectation.js'
import { type Measurement, measurementsIn } from '../claims/expression.js'
import type { SweepPoint } from '../claims/sweep.js'
import type { Registry } from '../kinds/registry.js'
import type { FindRun } from './run-result.js'
import { possibleValues } from './possible.js'
import type { SweptQuantity, OutcomePoint } from './verdict.js'

/** The values of the runs so far: a missing value is left out, a condition that was not reached gives a bound. */
export function outcomesOf(registry: Registry, claim: Claim, find: FindRun): SweptQuantity[] {
  const outcomes = new Map<string, SweptQuantity>()
  for (const { cases, seeds } of claim.expectations) {
    for (const measurement of cases.flatMap(expressionsIn).flatMap(measurementsIn)) {
      const { swept, unit } = measurement
      const along = swept?.at.find(({ type }) => type === 'sweep')
      if (swept === undefined || along === undefined) continue
      const { quantity } = swept
      const others = swept.at.filter((one) => one !== along).map(nameOf)
      const key = [quantity, along.variable, ...others].join('; ')
      const outcome = outcomes.get(key) ?? {
        ...{ quantity, unit, variable: along.variable, points: [] },
        ...(along.number && { variableUnit: along.number.unit }),
        ...(others.length > 0 && { label: others.join(', ') }),
      }
      outcomes.set(key, outcome)
      if (outcome.points.some(({ text }) => text === along.text)) continue
      outcome.points.push(pointOf(registry, measurement, along, seeds, find))
    }
  }
  return [...outcomes.values()].map((outcome) => ({
    ...outcome,
    points: outcome.points.sort((a, b) => (a.at ?? 0) - (b.at ?? 0)),
  }))
}

function pointOf(
  registry: Registry,
  measurement: Measurement,
  { text, number }: SweepPoint,
  seeds: readonly number[],
  find: FindRun,
): OutcomePoint {
  const values = seeds.flatMap((seed) => {
    const { low, high, missing } = possibleValues(registry, measurement, seed, find)
    if (missing || !Number.isFinite(low)) return []
    return [{ seed, value: low, ...(low < high && { censored: true as const }) }]
  })
  return { text, ...(number && { at: number.value }), values }
}

function nameOf({ variable, text }: SweepPoint): string {
  return `${variable} = ${text}`
}
