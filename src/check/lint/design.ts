/** @file Warnings about the design of an expectation, before anything trains. */

import type { Arm } from '../../claims/arm.js'
import { type Case, armsOf, expressionsIn } from '../../claims/expectation.js'
import { type Measurement, measurementsIn } from '../../claims/expression.js'
import { type Setup, isTraining } from '../../claims/setup.js'
import {
  coarseEvaluation,
  corruptedTestSet,
  severalFactors,
  tooFewForShare,
} from '../../diagnostics/design.js'
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import { spelling } from '../../kinds/parameter.js'
import { seedsForShare } from '../../statistics/binomial.js'
import { lintForegone } from './foregone.js'
import type { Linted } from './linted.js'
import { lintFineness, lintMean } from './precision.js'
import { lintResolution } from './resolution.js'
import { lintScope } from './scope.js'
import { lintSelection } from './selection.js'

export function lintDesign(linted: Linted): Diagnostic[] {
  const { expectation } = linted
  if (armsOf(expectation).length === 0) return []
  const found = expectation.cases.flatMap((one) => {
    const measurements = expressionsIn(one).flatMap(measurementsIn)
    if (measurements.length === 0) return []
    return [
      ...lintForegone(linted, one),
      ...lintFineness(linted, one),
      ...lintFactors(linted, one),
      ...lintScope(linted, one),
      ...measurements.flatMap((measurement) => lintMeasurement(linted, measurement)),
      ...lintSelection(linted, one),
      ...lintResolution(linted, one),
      ...lintMean(linted, one),
    ]
  })
  return [...found, ...lintShare(linted)]
}

function lintShare({ source, written, expectation }: Linted): Diagnostic[] {
  const { quantifier, seeds } = expectation
  if (quantifier.type !== 'share of seeds') return []
  const { share, confidence } = quantifier
  const enough = seedsForShare(share, 1 - confidence)
  if (seeds.length >= enough) return []
  const [of, level] = [share, confidence].map((part) => `${Number((100 * part).toPrecision(6))}%`)
  return [tooFewForShare(source, written.span, seeds.length, of ?? '', level ?? '', enough)]
}

/** Warns if two compared arms differ in several factors. */
function lintFactors({ source, written }: Linted, one: Case): Diagnostic[] {
  // The arms of a sweep differ by intention.
  if (written.relation?.variable) return []
  const measured = expressionsIn(one).flatMap(measurementsIn)
  const arms = new Set(measured.map(({ arm }) => arm))
  const [first, second, ...others] = [...arms].map(({ setup }) => setup)
  if (first === undefined || second === undefined || others.length > 0) return []
  const factors = differences(first, second)
  return factors.length > 1 ? [severalFactors(source, written.span, factors)] : []
}

function differences(one: Arm['setup'], other: Arm['setup']): string[] {
  if (!isTraining(one) || !isTraining(other)) return []
  const parts = (['dataset', 'corruption', 'model'] as const).filter(
    (part) => !equal(one[part], other[part]),
  )
  const settings = [...new Set([...Object.keys(one.training), ...Object.keys(other.training)])]
  const training = settings.filter((key) => !equal(valueOf(one, key), valueOf(other, key)))
  return [...parts, ...training.map(spelling)]
}

function valueOf({ training }: Setup, key: string): unknown {
  return (training as unknown as Record<string, unknown>)[key]
}

function equal(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function lintMeasurement(
  { source, registry, written }: Linted,
  { metric, condition, arm }: Measurement,
): Diagnostic[] {
  if (!isTraining(arm.setup)) return []
  const { span } = written
  const { training, corruption } = arm.setup
  const found: Diagnostic[] = []
  if (condition && training.evaluateEvery > 1) {
    found.push(coarseEvaluation(source, span, metric, training.evaluateEvery))
  }
  const onTest = corruption.some(
    ({ kind, splits }) =>
      splits !== 'train' && registry.get('corruption step', kind).relabel !== undefined,
  )
  if (registry.find('metric', metric)?.split === 'test' && onTest) {
    found.push(corruptedTestSet(source, span, metric))
  }
  return found
}
