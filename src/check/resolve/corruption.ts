/** @file Resolves a mention of a corruption, `random labels 40% on both splits`, to its steps. */

import type { CorruptionStep } from '../../claims/setup.js'
import {
  circularDerivation,
  misplacedStatement,
  repeatedStatement,
  unexpectedWord,
  unknownName,
  wrongValue,
} from '../../diagnostics/names.js'
import { shapeMismatch } from '../../diagnostics/shapes.js'
import type { Span } from '../../diagnostics/source.js'
import type { Shape } from '../../kinds/shape.js'
import { formatShape } from '../../kinds/shape.js'
import type { Argument, Corruption, Item, Name, Phrase, Setting } from '../../language/tree.js'
import { applyKind } from './apply.js'
import type { Place } from './context.js'
import { type Clauses, cutClauses } from './corruption-clauses.js'
import { headOf } from './derivation.js'
import { textOf, valueAt } from './evaluate.js'
import { instantiate } from './instantiate.js'
import type { Declared } from './scope.js'
import { noVariables } from './variables.js'

/** One use of a corruption. */
interface Mention {
  declared: Declared
  values: Argument[]
  /** Words after the values: options of the step, as in `shuffled pixels per channel`. */
  options: Name[]
  span: Span
}

/**
 * @param dataset the dataset that it is applied to; some steps do not fit every dataset
 * @returns the steps in order, without those that change nothing, or undefined if a mistake was reported
 */
export function resolveCorruption(
  place: Place,
  corruption: Corruption,
  dataset?: { shape: Shape; classes: number },
): CorruptionStep[] | undefined {
  const steps: CorruptionStep[] = []
  for (const phrase of corruption.phrases) {
    const resolved = phraseSteps(place, phrase, [])
    if (resolved === undefined) return undefined
    const splits = corruption.splits?.value
    steps.push(...(splits ? resolved.map((step) => ({ ...step, splits })) : resolved))
  }
  for (const { kind, parameters } of dataset ? steps : []) {
    const { misfit } = place.registry.get('corruption step', kind)
    const reason = dataset && misfit?.(parameters, dataset)
    if (dataset === undefined || reason === undefined) continue
    const input = `images of ${formatShape(dataset.shape)} in ${dataset.classes} classes`
    place.report(
      shapeMismatch(place.source, corruption.span, kind, `does not fit: ${reason}`, input),
    )
    return undefined
  }
  return steps.filter(
    ({ kind, parameters }) => !place.registry.get('corruption step', kind).idle?.(parameters),
  )
}

function phraseSteps(
  place: Place,
  phrase: Phrase,
  through: readonly string[],
): CorruptionStep[] | undefined {
  const { items, clauses } = cutClauses(phrase.items)
  const mention = findCorruption(place, items, phrase.span)
  const steps = mention && stepsOf(place, mention, through)
  return steps?.map((step) => ({ ...step, ...clauses }))
}

/** Finds the corruption that the first words name; the other words are its values and options. */
function findCorruption(place: Place, items: readonly Item[], span: Span): Mention | undefined {
  const [first, ...rest] = items
  if (first?.type === 'call') {
    const at = { ...place, span: first.name.span }
    const declared = place.scope.resolve('corruption', first.name.text, at)
    const options = rest.filter((item) => item.type === 'name')
    return declared && { declared, values: first.arguments, options, span }
  }
  const end = items.findIndex((item) => item.type !== 'name')
  const words = (end === -1 ? items : items.slice(0, end)) as Name[]
  for (let length = words.length; length > 0; length--) {
    const name = words
      .slice(0, length)
      .map((word) => word.text)
      .join('_')
    const declared = place.scope.find('corruption', name)
    if (declared === undefined) continue
    const behind = items.slice(length)
    const isOption = (item: Item): item is Name =>
      valueAt(place, item).item === item && item.type === 'name'
    const values = behind.filter((item) => !isOption(item)).map((value) => ({ value }))
    return { declared, values, options: behind.filter(isOption), span }
  }
  const known = place.scope.all('corruption').map(({ name }) => name.replaceAll('_', ' '))
  const written =
    items.length > 0 ? words.map((word) => word.text).join(' ') : textOf(place.source, { span })
  place.report(unknownName(place.source, span, 'corruption', written, known))
  return undefined
}

function stepsOf(
  place: Place,
  mention: Mention,
  through: readonly string[],
): CorruptionStep[] | undefined {
  const { declared, values, options, span } = mention
  const instance = instantiate(place, declared, values, span)
  if (instance === undefined) return undefined
  const { source, variables = noVariables, block, name } = instance
  const inside: Place = { ...place, source, variables }
  if (through.includes(name)) {
    inside.report(circularDerivation(source, block.name?.span ?? block.span, name))
    return undefined
  }
  if (block.derivation) {
    const { bases, changes } = block.derivation
    const [change] = changes
    if (change) {
      const expected = 'corruptions joined by `+`'
      const found = textOf(source, change)
      inside.report(wrongValue(source, change.span, 'a corruption', expected, found))
      return undefined
    }
    if (unexpectedOption(place, mention)) return undefined
    const parts = bases.map((base) => phraseSteps(inside, base, [...through, name]))
    return parts.every((part) => part !== undefined) ? parts.flat() : undefined
  }
  const settings: Setting[] = []
  let seed: number | undefined
  let seeded = false
  for (const statement of block.statements) {
    if (statement.type !== 'setting') {
      inside.report(misplacedStatement(source, statement.span, statement.type, 'corruption'))
      return undefined
    }
    if (headOf(statement) !== 'seed') {
      settings.push(statement)
      continue
    }
    const fixed = seedOf(inside, statement)
    if (fixed === undefined) return undefined
    if (seeded) {
      inside.report(repeatedStatement(source, statement.span, 'seed', 'corruption'))
      return undefined
    }
    seeded = true
    if (fixed !== 'run') seed = fixed
  }
  if (settings.length !== 1 && unexpectedOption(place, mention)) return undefined
  const steps = settings.map((setting) => {
    const step = stepOf(inside, setting, [])
    if (step === undefined || options.length === 0) return step
    // Only an option can still be wrong, and options are written where the corruption is mentioned.
    return stepOf({ ...inside, source: place.source }, setting, options)
  })
  if (!steps.every((step) => step !== undefined)) return undefined
  return seed === undefined ? steps : steps.map((step) => ({ ...step, seed }))
}

function unexpectedOption(place: Place, { declared, options }: Mention): boolean {
  const [option] = options
  if (option === undefined) return false
  const where = `\`${declared.name.replaceAll('_', ' ')}\``
  place.report(unexpectedWord(place.source, option.span, option.text, where, []))
  return true
}

function stepOf(
  place: Place,
  setting: Setting,
  options: readonly Name[],
): CorruptionStep | undefined {
  const head = headOf(setting)
  if (place.registry.find('corruption step', head) === undefined) {
    const known = place.registry.all('corruption step').map((kind) => kind.name)
    place.report(unexpectedWord(place.source, setting.span, head, 'a corruption', known))
    return undefined
  }
  const { items, clauses } = cutClauses(setting.phrases[0]?.items ?? [])
  const application = applyKind(place, 'corruption step', [...items, ...options], setting.span)
  const defaults: Clauses & { splits: 'train' } = { splits: 'train' }
  return application && { ...application, ...defaults, ...clauses }
}

/** Resolves `seed 7`, or `seed from run`, the default. */
function seedOf(place: Place, setting: Setting): number | 'run' | undefined {
  const [, value, word, ...rest] = setting.phrases[0]?.items ?? []
  const plain = value && valueAt(place, value).item
  if (plain?.type === 'scalar' && word === undefined) {
    if (plain.unit === '' && Number.isSafeInteger(plain.value)) return plain.value
  }
  const names = [value, word, ...rest].map((item) => (item?.type === 'name' ? item.text : ''))
  if (names.join(' ') === 'from run') return 'run'
  const found = textOf(place.source, setting)
  place.report(wrongValue(place.source, setting.span, '`seed`', 'an integer or `from run`', found))
  return undefined
}
