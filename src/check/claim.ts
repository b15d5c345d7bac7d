/** @file A `claim` block: the run it is about and what it expects. */

import {
  misplacedStatement,
  missingSetting,
  mixedUnits,
  repeatedStatement,
  wrongValue,
} from '../diagnostics/names.js'
import { position } from '../diagnostics/source.js'
import type * as tree from '../language/tree.js'
import type { ArmResolver } from './arm.js'
import { type ArmSelection } from './arm.js'
import { type Context, type Place, noVariables } from './context.js'
import { headOf } from './derivation.js'
import { checkUnits, resolveExpression } from './expression.js'
import type { Declared } from './scope.js'
import type { Claim, Expectation, Quantifier, Relation, Unit } from './study.js'

interface ClaimSettings {
  selection: ArmSelection
  seeds?: number[]
}

export function resolveClaim(
  context: Context,
  declared: Declared,
  arms: ArmResolver,
): Claim | undefined {
  const { block, source } = declared
  const place: Place = { ...context, source, variables: noVariables }
  const settings: ClaimSettings = { selection: {} }
  const expects: tree.Expect[] = []
  let run: tree.Run | undefined
  for (const statement of block.statements) {
    switch (statement.type) {
      case 'cites':
        context.scope.resolve('paper', statement.paper.text, {
          ...place,
          span: statement.paper.span,
        })
        break
      case 'run':
        if (run) place.report(repeatedStatement(source, statement.span, 'run', 'claim'))
        run = statement
        applySelectors(place, settings, statement.selectors, arms)
        if (statement.model.type === 'name') settings.selection.model = statement.model
        break
      case 'under':
        settings.selection.corruption = statement.corruption
        break
      case 'over':
        applySelectors(place, settings, [statement], arms)
        break
      case 'expect':
        expects.push(statement)
        break
      default:
        place.report(misplacedStatement(source, statement.span, headOf(statement), 'claim'))
    }
  }
  const at = block.name?.span ?? block.span
  if (expects.length === 0) {
    const where = `claim \`${declared.name}\``
    place.report(missingSetting(source, at, 'expect', where, 'expect train acc > 0.99'))
  }
  const expectations = expects.map((expect) => resolveExpect(place, expect, settings, arms))
  if (!expectations.every((expectation) => expectation !== undefined)) return undefined
  return {
    name: declared.name,
    ...(block.title && { title: block.title.value }),
    file: source.path,
    line: position(source.text, block.span.start).line,
    text: source.text.slice(block.span.start, block.span.end),
    expectations,
  }
}

/** The arms, the seeds and the quantifier among what stands behind a run or an expectation. */
function applySelectors(
  place: Place,
  settings: ClaimSettings,
  qualifiers: readonly tree.Qualifier[],
  arms: ArmResolver,
): tree.Quantifier[] {
  const quantifiers: tree.Quantifier[] = []
  for (const qualifier of qualifiers) {
    switch (qualifier.type) {
      case 'over': {
        const seeds = resolveSeeds(place, qualifier)
        if (seeds) settings.seeds = seeds
        break
      }
      case 'every-seed':
      case 'at-least':
      case 'on-average':
      case 'for-every':
        quantifiers.push(qualifier)
        break
      default:
        settings.selection = { ...settings.selection, ...arms.select(place, [qualifier]) }
    }
  }
  return quantifiers
}

/** `over 5 seeds` are the seeds 0 to 4. */
function resolveSeeds(place: Place, { seeds, span }: tree.Over): number[] | undefined {
  const count =
    seeds.type === 'seeds' && seeds.to === undefined ? wholeNumber(seeds.from) : undefined
  if (count === undefined || count < 1) {
    const found = place.source.text.slice(seeds.span.start, seeds.span.end)
    place.report(
      wrongValue(place.source, span, '`over`', 'a number of seeds such as `5 seeds`', found),
    )
    return undefined
  }
  return Array.from({ length: count }, (_, seed) => seed)
}

function wholeNumber(item: tree.Item): number | undefined {
  const whole = item.type === 'scalar' && item.unit === '' && Number.isInteger(item.value)
  return whole ? item.value : undefined
}

function resolveExpect(
  place: Place,
  expect: tree.Expect,
  claim: ClaimSettings,
  arms: ArmResolver,
): Expectation | undefined {
  const { source } = place
  const settings: ClaimSettings = { ...claim }
  const quantifiers = applySelectors(place, settings, expect.qualifiers, arms)
  const text = source.text.slice(expect.span.start, expect.span.end).replace(/^expect\s+/, '')
  if (settings.seeds === undefined) {
    const example = 'run mlp on digits with sgd over 3 seeds'
    place.report(
      missingSetting(source, expect.span, 'a number of seeds', 'this expectation', example),
    )
    return undefined
  }
  const left = resolveExpression(place, expect.left, arms, settings.selection)
  const relation = left && resolveRelation(place, expect, left.unit, settings.selection, arms)
  const quantifier = relation && resolveQuantifier(place, quantifiers, relation, settings.seeds)
  if (!left || !relation || !quantifier) return undefined
  const { line } = position(source.text, expect.span.start)
  return { text, line, cases: [{ left, relation }], quantifier, seeds: settings.seeds }
}

function resolveRelation(
  place: Place,
  expect: tree.Expect,
  unit: Unit,
  selection: ArmSelection,
  arms: ArmResolver,
): Relation | undefined {
  const { source } = place
  const { relation } = expect
  if (relation === undefined || relation.type === 'trend' || isEquality(relation)) {
    const found = source.text.slice(expect.span.start, expect.span.end)
    const expected = 'a relation such as `> 99%` or `~ chance within 1pp`'
    place.report(wrongValue(source, expect.span, '`expect`', expected, found))
    return undefined
  }
  const right = resolveExpression(place, relation.right, arms, selection)
  if (right === undefined || !checkUnits(place, relation.right.span, unit, right.unit))
    return undefined
  if (relation.type === 'comparison') {
    return { type: 'comparison', operator: relation.operator as '<' | '<=' | '>' | '>=', right }
  }
  const margin = resolveExpression(place, relation.margin, arms, selection)
  if (margin?.type !== 'constant') return undefined
  if (margin.unit === 'level') {
    const help = `write \`${margin.text.replace('%', 'pp')}\``
    const message = 'a margin is a difference: percentage points, not a percentage'
    place.report(mixedUnits(source, relation.margin.span, message, help))
    return undefined
  }
  return { type: 'equivalence', right, margin: margin.value }
}

function isEquality(relation: tree.Relation): boolean {
  return relation.type === 'comparison' && relation.operator === '='
}

/**
 * Where nothing is written, a threshold holds in every seed, and a comparison of two measurements
 * or an equivalence holds on average.
 */
function resolveQuantifier(
  place: Place,
  written: readonly tree.Quantifier[],
  relation: Relation,
  seeds: readonly number[],
): Quantifier | undefined {
  const { source } = place
  const [quantifier, second] = written
  if (second) {
    place.report(repeatedStatement(source, second.span, 'quantifier', 'expectation'))
    return undefined
  }
  switch (quantifier?.type) {
    case undefined: {
      const threshold = relation.type === 'comparison' && relation.right.type === 'constant'
      return { type: threshold ? 'every seed' : 'on average' }
    }
    case 'every-seed':
      return { type: 'every seed' }
    case 'on-average':
      return { type: 'on average' }
    case 'for-every':
      place.report(
        misplacedStatement(source, quantifier.span, 'for every', 'claim without a sweep'),
      )
      return undefined
    case 'at-least': {
      const count = wholeNumber(quantifier.count)
      if (
        count === undefined ||
        wholeNumber(quantifier.of) !== seeds.length ||
        count > seeds.length
      ) {
        const found = source.text.slice(quantifier.span.start, quantifier.span.end)
        const expected = `a share of the ${seeds.length} seeds that the claim runs`
        place.report(wrongValue(source, quantifier.span, 'the quantifier', expected, found))
        return undefined
      }
      return { type: 'at least', count }
    }
  }
}
