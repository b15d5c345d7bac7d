/** @file An `expect` statement: its cases, comparisons and quantifier. */

import {
  type Case,
  type Expectation,
  type Quantifier,
  armsOf,
  sameShare,
} from '../../claims/expectation.js'
import { relationKind } from '../../claims/relation.js'
import { notSwept } from '../../diagnostics/claims.js'
import { missingSetting, outOfRange, wrongValue } from '../../diagnostics/names.js'
import { position } from '../../diagnostics/source.js'
import type * as tree from '../../language/tree.js'
import type { ArmResolver, ArmSelection } from './arm.js'
import type { Place } from './context.js'
import { type Dimension, combinations } from './dimension.js'
import { textOf, valueAt } from './evaluate.js'
import { resolveRelation } from './relation.js'
import { reportRepeated } from './repeated.js'
import { type ResolvedRun, applySelectors, isArm } from './run-settings.js'
import { type Seeds, firstSeeds, wholeNumber } from './seeds.js'
import { comparesItself } from './self-comparison.js'
import { saysNothingBeyond } from './beyond-test-set.js'
import { reportUnmeasured } from './trainer.js'

const defaultAlpha = 0.05
const mostCases = 10_000

/**
 * Resolves an expectation.
 * @param skipped true if the profile leaves the claim out
 */
export function resolveExpect(
  place: Place,
  expect: tree.Expect,
  claim: ResolvedRun,
  arms: ArmResolver,
  { alpha = defaultAlpha, skipped }: { alpha?: number; skipped: boolean },
): Expectation | undefined {
  const { source } = place
  reportRepeated(place, expect.qualifiers, 'expectation')
  const applied = applySelectors(place, claim, expect.qualifiers)
  const said = expect.qualifiers.filter(isArm)
  const settings = { ...applied, selection: { ...applied.selection, said } }
  const cases = resolveCases(place, expect, settings, arms, skipped)
  if (cases === undefined) return undefined
  const { seeds: ofRun, profileSeeds, selection } = settings
  if (ofRun === 'wrong' || profileSeeds === 'wrong') return undefined
  const quantifier = resolveQuantifier(place, expect, cases, selection, ofRun, alpha)
  if (quantifier === undefined) return undefined
  const text = textOf(source, expect).replace(/^expect\s+/, '')
  const { line } = position(source.text, expect.span.start)
  const beyond = expect.qualifiers.find(({ type }) => type === 'beyond test set')
  const expectation = {
    ...{ text, line, cases, quantifier, seeds: [0], alpha },
    ...(beyond && { beyondTestSet: true as const }),
  }
  if (armsOf(expectation).length === 0) return expectation
  const count = place.profile?.seeds
  const written = ofRun ?? (selection.given && { seeds: firstSeeds(1) })
  const seeds = profileSeeds ?? (count === undefined ? written : { seeds: firstSeeds(count) })
  if (seeds === undefined) {
    const example = 'run mlp on digits with sgd over 3 seeds'
    const where = 'this expectation'
    place.report(missingSetting(source, expect.span, 'a number of seeds', where, example))
    return undefined
  }
  const share = sameShare(quantifier, ofRun?.seeds.length ?? 1, seeds.seeds.length)
  const complete = { ...expectation, ...seeds, quantifier: share }
  reportUnmeasured(place, expect.span, complete)
  return beyond && saysNothingBeyond(place, beyond, complete) ? undefined : complete
}

function resolveCases(
  place: Place,
  expect: tree.Expect,
  settings: ResolvedRun,
  arms: ArmResolver,
  skipped: boolean,
): Case[] | undefined {
  const { dimensions } = settings.selection
  const along = expect.relation?.variable
  const forEvery = expect.qualifiers.flatMap((one) =>
    one.type === 'for every' ? [one.variable] : [],
  )
  for (const { text, span } of along ? [along, ...forEvery] : forEvery) {
    const known = dimensions.map(({ variable }) => variable)
    if (known.includes(text)) continue
    place.report(notSwept(place.source, span, text, known))
    return undefined
  }
  const quantified = dimensions.filter(
    ({ variable, type }) =>
      variable !== along?.text &&
      (type === 'for' || forEvery.some(({ text }) => text === variable)),
  )
  const swept = along && dimensions.find(({ variable }) => variable === along.text)
  if ([...quantified, ...(swept ? [swept] : [])].some(({ values }) => values.length === 0)) {
    return undefined
  }
  const cases: Case[] = []
  const count = quantified.reduce((product, { values }) => product * values.length, 1)
  if (count > mostCases) {
    const range = `at most ${mostCases}`
    place.report(outOfRange(place.source, expect.span, 'the number of cases', range, String(count)))
    return undefined
  }
  for (const { label, variables } of combinations(quantified)) {
    const inside = { ...place, variables: new Map([...place.variables, ...variables]) }
    const one = resolveCase(inside, expect, settings, arms, swept)
    if (one === undefined) return undefined
    // A profile can make both sides equal; that only matters if the claim is judged in it.
    if (!skipped && comparesItself(place, expect, one, variables, quantified)) return undefined
    cases.push({ ...(label !== undefined && { label }), ...one })
  }
  return cases
}

function resolveCase(
  place: Place,
  { left, relation, span }: tree.Expect,
  { selection }: ResolvedRun,
  arms: ArmResolver,
  swept: Dimension | undefined,
): Case | undefined {
  if (relation !== undefined) {
    return resolveRelation({ place, left, relation, arms, selection, ...(swept && { swept }) })
  }
  const { source } = place
  const expected = 'a relation such as `> 99%` or `~ chance within 1pp`'
  place.report(wrongValue(source, span, '`expect`', expected, textOf(source, { span })))
  return undefined
}

/**
 * Without a quantifier, a comparison of one arm with a number must hold in every seed; a comparison of several arms,
 * an equivalence or a trend must hold on average.
 */
function resolveQuantifier(
  place: Place,
  expect: tree.Expect,
  cases: readonly Case[],
  { given }: ArmSelection,
  ofRun: Seeds | undefined,
  alpha: number,
): Quantifier | undefined {
  const { source, report } = place
  const quantifier = expect.qualifiers.find(
    ({ type }) =>
      type === 'every seed' ||
      type === 'at least' ||
      type === 'share of seeds' ||
      type === 'on average',
  )
  switch (quantifier?.type) {
    case 'every seed':
      return { type: 'every seed' }
    case 'on average':
      return { type: 'on average' }
    case 'at least': {
      const count = wholeNumber(place, quantifier.count)
      const of = wholeNumber(place, quantifier.of)
      const seeds = ofRun?.seeds.length
      if (count !== undefined && count >= 1 && of === seeds && count <= (seeds ?? 0)) {
        return { type: 'at least', count }
      }
      const expected = `1 to ${seeds ?? 0} of the claim's ${seeds ?? 0} seeds`
      const found = textOf(source, quantifier)
      report(wrongValue(source, quantifier.span, 'the quantifier', expected, found))
      return undefined
    }
    case 'share of seeds': {
      const share = fractionAt(place, quantifier.share)
      const confidence = quantifier.confidence
        ? fractionAt(place, quantifier.confidence)
        : 1 - alpha
      if (share !== undefined && confidence !== undefined && confidence >= 0.5) {
        return { type: 'share of seeds', share, confidence }
      }
      const expected =
        'a share of all seeds such as `in at least 90% of seeds with confidence 95%`, below 100%'
      const found = textOf(source, quantifier)
      report(wrongValue(source, quantifier.span, 'the quantifier', expected, found))
      return undefined
    }
    default: {
      if (expect.qualifiers.some(({ type }) => type === 'beyond test set')) {
        return { type: 'on average' }
      }
      // A computation is exact in each seed; seeds differ only in the drawn input.
      if (given) return { type: 'every seed' }
      const threshold = cases.every(
        ({ left, relation }) => relationKind(relation).quantifier(left, relation) === 'every seed',
      )
      return { type: threshold ? 'every seed' : 'on average' }
    }
  }
}

/** Resolves `90%` or `0.9`, strictly between 0 and 1. */
function fractionAt(place: Place, written: tree.Item): number | undefined {
  const { item } = valueAt(place, written)
  if (item.type !== 'scalar' || (item.unit !== '%' && item.unit !== '')) return undefined
  const value = item.unit === '%' ? item.value / 100 : item.value
  return value > 0 && value < 1 ? value : undefined
}
