/** @file Warnings about expectations that the test examples or the seeds cannot resolve. */

import { bySetup } from '../../claims/arm.js'
import { type Case, expressionsIn, isExact } from '../../claims/expectation.js'
import { type Region, isBounded } from '../../claims/region.js'
import { relationKind } from '../../claims/relation.js'
import { isTraining } from '../../claims/setup.js'
import {
  finerThanOneExample,
  hardlyDecidable,
  marginBelowError,
  noInterval,
} from '../../diagnostics/design.js'
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Split } from '../../kinds/metric.js'
import type { Registry } from '../../kinds/registry.js'
import { accuracyStandardError } from '../../statistics/binomial.js'
import { powerOfEquivalence, seedsForPower } from '../../statistics/power.js'
import type { Linted } from './linted.js'

export function lintMean(
  { source, registry, written, expectation }: Linted,
  one: Case,
): Diagnostic[] {
  const { quantifier, seeds, alpha } = expectation
  const { span, relation } = written
  if (quantifier.type !== 'on average') return []
  const n = seeds.length
  if (n === 1) return [noInterval(source, span)]
  const measured = comparedLevel(registry, one)
  if (measured === undefined || !isBounded(measured.region) || isExact(one)) return []
  const { low, high } = measured.region
  const half = (sum: number) => Number((sum / 2).toPrecision(12))
  const [middle, margin] = [half(low + high), half(high - low)]
  if (measured.split !== 'test' || middle <= 0 || middle >= 1) return []
  const error = accuracyStandardError(middle, measured.examples)
  if (margin < error) {
    const [shown, standardError] = [margin, error].map(
      (value) => `${Number((100 * value).toPrecision(2))}pp`,
    )
    const at = relation?.operands.at(-1)?.span ?? span
    const { examples } = measured
    return [marginBelowError(source, at, shown ?? '', standardError ?? '', examples)]
  }
  // From four standard errors on, the power is above 0.55 for any number of seeds, so the distributions, which
  // load slowly, are not needed.
  if (margin >= 4 * error && alpha >= 0.05) return []
  const power = (count: number) => powerOfEquivalence(count, margin / error, 0, alpha)
  if (power(n) >= 0.5) return []
  return [hardlyDecidable(source, span, n, power(n), seedsForPower(power, n))]
}

/** Warns about a threshold between two multiples of one example. */
export function lintFineness(
  { source, registry, written, expectation }: Linted,
  one: Case,
): Diagnostic[] {
  if (expectation.quantifier.type === 'on average') return []
  const measured = comparedLevel(registry, one)
  if (measured === undefined) return []
  const { metric, examples, region } = measured
  const [threshold, ...others] = new Set([region.low, region.high].filter(Number.isFinite))
  if (threshold === undefined || others.length > 0 || threshold <= 0 || threshold >= 1) return []
  const percent = Number((100 * threshold).toPrecision(12))
  const digits = String(percent).split('.')[1]?.length ?? 0
  const count = Number(((percent * examples) / 100).toPrecision(12))
  if (Number.isInteger(count) || 0.01 * 10 ** -digits * examples >= 1) return []
  const atLeast = region.high === Infinity
  const whole = atLeast ? Math.ceil(count) : Math.floor(count)
  const share = `${Number(((100 * whole) / examples).toPrecision(4))}%`
  const meaning = `at ${atLeast ? 'least' : 'most'} ${whole}, which is ${share}`
  const { span } = written
  return [
    finerThanOneExample(source, span, metric, examples, isBounded(region) ? undefined : meaning),
  ]
}

/** A share of examples compared with a number. */
interface ComparedLevel {
  metric: string
  split: Split
  /** The number of test examples. */
  examples: number
  /** The values for which the claim holds. */
  region: Region
}

function comparedLevel(registry: Registry, one: Case): ComparedLevel | undefined {
  const compared = expressionsIn(one)
  const side = compared.find((expression) => expression.type === 'measurement')
  const plain = compared.length === 2 && compared.some(({ type }) => type === 'constant')
  if (side?.unit !== 'level' || !plain) return undefined
  const { metric, arm } = side
  const { split, ofExamples } = registry.find('metric', metric) ?? {}
  if (!isTraining(arm.setup) || split === undefined || !ofExamples) return undefined
  const { left, relation } = one
  const [region] = relationKind(relation).hypothesis(left, relation, bySetup, false).regions
  return region && { metric, split, examples: arm.setup.dataset.take[split], region }
}
