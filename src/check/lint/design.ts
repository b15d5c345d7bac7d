/** @file Looks at the design of an expectation before anything trains; all it finds are warnings. */

import type { Arm } from '../../claims/arm.js'
import { type Case, type Expectation, expressionsIn } from '../../claims/expectation.js'
import { type Measurement, measurementsIn } from '../../claims/expression.js'
import type { Setup } from '../../claims/setup.js'
import {
  coarseEvaluation,
  corruptedTestSet,
  finerThanOneExample,
  hardlyDecidable,
  marginBelowError,
  noInterval,
  severalFactors,
  tooFewForShare,
} from '../../diagnostics/design.js'
import type { Split } from '../../kinds/metric.js'
import { spelling } from '../../kinds/parameter.js'
import type * as tree from '../../language/tree.js'
import { accuracyStandardError, seedsForShare } from '../../statistics/binomial.js'
import { powerOfEquivalence, seedsForPower } from '../../statistics/power.js'
import type { Place } from '../resolve/context.js'
import { lintForegone } from './foregone.js'
import { lintResolution } from './resolution.js'
import { lintScope } from './scope.js'
import { lintSelection } from './selection.js'

export function lintDesign(place: Place, expect: tree.Expect, expectation: Expectation): void {
  for (const one of expectation.cases) {
    const measurements = expressionsIn(one).flatMap(measurementsIn)
    if (measurements.length === 0) continue
    lintForegone(place, expect, one)
    if (expectation.quantifier.type !== 'on average') lintFineness(place, expect, one)
    lintFactors(place, expect, one)
    lintScope(place, expect, one)
    for (const measurement of measurements) lintMeasurement(place, expect, measurement)
    lintSelection(place, expect, one)
    lintResolution(place, expect, one)
    lintMean(place, expect, expectation, one)
  }
  lintShare(place, expect, expectation)
}

function lintShare(
  { source, report }: Place,
  { span }: tree.Expect,
  { quantifier, seeds }: Expectation,
): void {
  if (quantifier.type !== 'share of seeds') return
  const { share, confidence } = quantifier
  const enough = seedsForShare(share, 1 - confidence)
  if (seeds.length >= enough) return
  const [of, level] = [share, confidence].map((part) => `${Number((100 * part).toPrecision(6))}%`)
  report(tooFewForShare(source, span, seeds.length, of ?? '', level ?? '', enough))
}

function lintMean(
  { source, report, registry }: Place,
  { span, relation: written }: tree.Expect,
  { quantifier, seeds, alpha }: Expectation,
  { left, relation }: Case,
): void {
  if (quantifier.type !== 'on average') return
  const n = seeds.length
  if (n === 1) {
    report(noInterval(source, span))
    return
  }
  if (relation.type !== 'equivalence' || written?.type !== 'equivalence') return
  const { right, margin } = relation
  if (left.type !== 'measurement' || left.unit !== 'level' || right.type !== 'constant') return
  const examples = testedExamples(registry, left)
  if (examples?.split !== 'test' || right.value <= 0 || right.value >= 1) return
  const error = accuracyStandardError(right.value, examples.count)
  if (margin < error) {
    const [shown, standardError] = [margin, error].map(
      (value) => `${Number((100 * value).toPrecision(2))}pp`,
    )
    report(
      marginBelowError(
        source,
        written.margin.span,
        shown ?? '',
        standardError ?? '',
        examples.count,
      ),
    )
    return
  }
  // From four standard errors on the power is above 0.55 at any number of seeds, and the
  // distributions, which take long to load, are not needed.
  if (margin >= 4 * error && alpha >= 0.05) return
  const power = (count: number) => powerOfEquivalence(count, margin / error, 0, alpha)
  if (power(n) >= 0.5) return
  report(hardlyDecidable(source, span, n, power(n), seedsForPower(power, n)))
}

/** A threshold between two multiples of one example. */
function lintFineness(
  { source, report, registry }: Place,
  { span }: tree.Expect,
  { left, relation }: Case,
): void {
  if (relation.type !== 'comparison' || relation.right.type !== 'constant') return
  if (left.type !== 'measurement' || left.unit !== 'level') return
  const { operator, right } = relation
  const examples = testedExamples(registry, left)?.count
  if (examples === undefined || right.unit === 'points') return
  if (right.value <= 0 || right.value >= 1) return
  const percent = Number((100 * right.value).toPrecision(12))
  const digits = String(percent).split('.')[1]?.length ?? 0
  const exact = Number(((percent * examples) / 100).toPrecision(12))
  if (Number.isInteger(exact) || 0.01 * 10 ** -digits * examples >= 1) return
  const atLeast = operator === '>' || operator === '>='
  const count = atLeast ? Math.ceil(exact) : Math.floor(exact)
  const share = `${Number(((100 * count) / examples).toPrecision(4))}%`
  const meaning = `at ${atLeast ? 'least' : 'most'} ${count}, which is ${share}`
  report(
    finerThanOneExample(
      source,
      span,
      left.metric,
      examples,
      operator === '=' ? undefined : meaning,
    ),
  )
}

/** Two compared arms that differ in several factors. */
function lintFactors({ source, report }: Place, { span }: tree.Expect, one: Case): void {
  if (one.relation.type === 'trend') return
  const arms = [
    ...new Set(
      expressionsIn(one)
        .flatMap(measurementsIn)
        .map(({ arm }) => arm),
    ),
  ]
  const [first, second, ...others] = arms.map(({ setup }) => setup)
  if (first === undefined || second === undefined || others.length > 0) return
  const factors = differences(first, second)
  if (factors.length > 1) report(severalFactors(source, span, factors))
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
  { source, report, registry }: Place,
  { span }: tree.Expect,
  measured: Measurement,
): void {
  const { metric, condition, arm } = measured
  if (!isTraining(arm.setup)) return
  const { training, corruption } = arm.setup
  if (condition && training.evaluateEvery > 1) {
    report(coarseEvaluation(source, span, metric, training.evaluateEvery))
  }
  const onTest = corruption.some(
    ({ kind, splits }) =>
      splits !== 'train' && registry.get('corruption step', kind).relabel !== undefined,
  )
  if (registry.find('metric', metric)?.split === 'test' && onTest)
    report(corruptedTestSet(source, span, metric))
}

/** The examples of which a metric says how many share of them, where it does. */
function testedExamples(
  registry: Place['registry'],
  { metric, arm }: Measurement,
): { split: Split; count: number } | undefined {
  const { split, ofExamples } = registry.find('metric', metric) ?? {}
  if (!isTraining(arm.setup) || split === undefined || !ofExamples) return undefined
  return { split, count: arm.setup.dataset.take[split] }
}

/** Whether it trains: some claims are about a computation. */
function isTraining(setup: object): setup is Setup {
  return 'training' in setup
}
