/** @file A corruption as it is named, `random labels 40% on both splits`, to its steps. */

import { misplacedStatement, unexpectedWord, unknownName } from '../diagnostics/names.js'
import type { Span } from '../diagnostics/source.js'
import type { Argument, Corruption, Item, Name, Phrase, Statement } from '../language/tree.js'
import { applyKind } from './apply.js'
import type { Place } from './context.js'
import { noVariables } from './variables.js'
import { headOf } from './derivation.js'
import { instantiate, positional } from './instantiate.js'
import type { Declared } from './scope.js'
import type { CorruptionStep } from './setup.js'

type Splits = CorruptionStep['splits']

/** @returns the steps in order, or nothing where a mistake was reported */
export function resolveCorruption(
  place: Place,
  corruption: Corruption,
): CorruptionStep[] | undefined {
  const steps: CorruptionStep[] = []
  for (const phrase of corruption.phrases) {
    const named = findCorruption(place, phrase)
    const resolved = named && stepsOf(place, named.declared, named.values, phrase.span)
    if (resolved === undefined) return undefined
    const splits = corruption.splits?.value
    steps.push(...(splits ? resolved.map((step) => ({ ...step, splits })) : resolved))
  }
  return steps
}

/** The corruption whose name the first words spell, and what follows them as its arguments. */
function findCorruption(
  place: Place,
  phrase: Phrase,
): { declared: Declared; values: Argument[] } | undefined {
  const [first] = phrase.items
  if (first?.type === 'call') {
    const declared = place.scope.resolve('corruption', first.name.text, {
      ...place,
      span: first.name.span,
    })
    return declared && { declared, values: first.arguments }
  }
  const end = phrase.items.findIndex((item) => item.type !== 'name')
  const words = (end === -1 ? phrase.items : phrase.items.slice(0, end)) as Name[]
  for (let length = words.length; length > 0; length--) {
    const name = words
      .slice(0, length)
      .map((word) => word.text)
      .join('_')
    const declared = place.scope.find('corruption', name)
    if (declared === undefined) continue
    return { declared, values: positional(phrase.items.slice(length)) }
  }
  const known = place.scope.all('corruption').map(({ name }) => name.replaceAll('_', ' '))
  const written = words.map((word) => word.text).join(' ')
  place.report(unknownName(place.source, phrase.span, 'corruption', written, known))
  return undefined
}

function stepsOf(
  place: Place,
  declared: Declared,
  values: readonly Argument[],
  span: Span,
): CorruptionStep[] | undefined {
  const instance = instantiate(place, declared, values, span)
  if (instance === undefined) return undefined
  const { source, variables = noVariables, block } = instance
  const inside: Place = { ...place, source, variables }
  const steps = block.statements.map((statement) => stepOf(inside, statement))
  return steps.every((step) => step !== undefined) ? steps : undefined
}

function stepOf(place: Place, statement: Statement): CorruptionStep | undefined {
  if (statement.type !== 'setting') {
    place.report(misplacedStatement(place.source, statement.span, statement.type, 'corruption'))
    return undefined
  }
  const head = headOf(statement)
  if (place.registry.find('corruption step', head) === undefined) {
    const known = place.registry.all('corruption step').map((kind) => kind.name)
    place.report(unexpectedWord(place.source, statement.span, head, 'a corruption', known))
    return undefined
  }
  const { items, splits } = splitsBehind(statement.phrases[0]?.items ?? [])
  const application = applyKind(place, 'corruption step', items, statement.span)
  return application && { ...application, splits }
}

/** Cuts `on both splits`, `on train` or `on test` off the end of a step. */
function splitsBehind(items: readonly Item[]): { items: readonly Item[]; splits: Splits } {
  const words = items.map((item) => (item.type === 'name' ? item.text : ''))
  for (const [ending, splits] of [
    ['on both splits', 'both'],
    ['on train', 'train'],
    ['on test', 'test'],
  ] as const) {
    const length = ending.split(' ').length
    if (words.slice(-length).join(' ') === ending) return { items: items.slice(0, -length), splits }
  }
  return { items, splits: 'train' }
}
