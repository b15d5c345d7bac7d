/** @file Warnings about margins below the resolution of a measurement. */

import { bySetup } from '../../claims/arm.js'
import { type Case, isExact } from '../../claims/expectation.js'
import { type Measurement, measurementsIn } from '../../claims/expression.js'
import { isBounded } from '../../claims/region.js'
import { relationKind } from '../../claims/relation.js'
import { scaleOf, stepOf } from '../../claims/resolution.js'
import { isComputation } from '../../claims/setup.js'
import { marginBelowStep } from '../../diagnostics/design.js'
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Registry } from '../../kinds/registry.js'
import { type Unit, inPercent, symbolOf } from '../../kinds/unit.js'
import type { Linted } from './linted.js'

export function lintResolution(
  { source, registry, written: { span, relation: compared } }: Linted,
  one: Case,
): Diagnostic[] {
  if (isExact(one)) return []
  const { left, relation } = one
  const { scale, sides, regions } = relationKind(relation).hypothesis(left, relation, bySetup, true)
  const [region] = regions
  if (region === undefined || scale === 'log ratio') return []
  const bounded = isBounded(region)
  // A one-sided threshold has no width that a resolution could exceed.
  if (scale === 'value' && !bounded) return []
  const ends = [region.low, region.high].filter(Number.isFinite)
  const margin = bounded ? (region.high - region.low) / 2 : Math.abs(ends[0] ?? 0)
  if (margin === 0 && !bounded) return []
  const steps = sides.flatMap(measurementsIn).flatMap((measurement) => {
    const step = stepIn(registry, measurement)
    return step === undefined ? [] : [{ measurement, step }]
  })
  const [coarsest] = steps.sort((a, b) => b.step - a.step)
  if (coarsest === undefined || margin >= coarsest.step * (1 - 1e-9)) return []
  const { metric, unit } = coarsest.measurement
  const { split, ofExamples } = registry.find('metric', metric) ?? {}
  // The standard error of such a share exceeds its resolution, and has its own warning.
  if (scale === 'value' && split === 'test' && ofExamples) return []
  const at = (bounded && compared?.operands.at(-1)?.span) || span
  return [marginBelowStep(source, at, inWords(margin, unit), metric, inWords(coarsest.step, unit))]
}

function stepIn(registry: Registry, { metric, arm }: Measurement): number | undefined {
  const kind = registry.find('metric', metric)
  return kind && !isComputation(arm.setup) ? stepOf(kind, scaleOf(registry, arm.setup)) : undefined
}

function inWords(value: number, unit: Unit): string {
  const rounded = Number(((inPercent(unit) ? 100 : 1) * value).toPrecision(4))
  if (inPercent(unit)) return `${rounded}pp`
  return `${rounded} ${symbolOf(unit)}`.trimEnd().replace(/^1 (epoch|step)s$/, '1 $1')
}
