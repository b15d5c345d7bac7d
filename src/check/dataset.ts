/** @file A `dataset` block: its source, how much of it is taken, and the preprocessing. */

import {
  misplacedStatement,
  missingSetting,
  outOfRange,
  unexpectedWord,
  wrongValue,
} from '../diagnostics/names.js'
import { shapeMismatch } from '../diagnostics/shapes.js'
import type { DatasetKind, Take } from '../kinds/dataset.js'
import { type Shape, ShapeError, formatShape } from '../kinds/shape.js'
import type { Phrase, Setting } from '../language/tree.js'
import { applyKind } from './apply.js'
import type { Context, Place } from './context.js'
import { headOf, statementsOf } from './derivation.js'
import { valueAt } from './evaluate.js'
import type { Declared } from './scope.js'
import type { Application, DatasetSetup } from './setup.js'

export interface ResolvedDataset {
  setup: DatasetSetup
  /** Of an image after preprocessing. */
  shape: Shape
  classes: number
}

export function resolveDataset(context: Context, declared: Declared): ResolvedDataset | undefined {
  const steps: { place: Place; statement: Setting }[] = []
  let source: { application: Application; kind: DatasetKind } | undefined
  let takes: { place: Place; statement: Setting } | undefined
  let failed = false
  for (const { place, statement } of statementsOf(context, 'dataset', declared)) {
    if (statement.type !== 'setting') {
      place.report(misplacedStatement(place.source, statement.span, statement.type, 'dataset'))
      failed = true
      continue
    }
    const head = headOf(statement)
    if (head === 'take') {
      takes = { place, statement }
    } else if (head === 'source') {
      const items = statement.phrases[0]?.items.slice(1) ?? []
      const application = applyKind(place, 'dataset', items, statement.span)
      if (application === undefined) failed = true
      else source = { application, kind: context.registry.get('dataset', application.kind) }
    } else if (context.registry.find('preprocessing', head)) {
      steps.push({ place, statement })
    } else {
      const known = ['source', 'take', ...context.registry.all('preprocessing').map((k) => k.name)]
      place.report(unexpectedWord(place.source, statement.span, head, 'a dataset', known))
      failed = true
    }
  }
  const at = declared.block.name?.span ?? declared.block.span
  if (source === undefined) {
    if (failed) return undefined
    const where = `dataset \`${declared.name}\``
    context.report(missingSetting(declared.source, at, 'source', where, 'source cifar10'))
    return undefined
  }
  const take = takes ? resolveTake(takes.place, takes.statement, source.kind) : source.kind.examples
  const preprocessed = preprocess(context, steps, source.kind.shape)
  if (failed || take === undefined || preprocessed === undefined) return undefined
  return {
    setup: { source: source.application, take, preprocessing: preprocessed.preprocessing },
    shape: preprocessed.shape,
    classes: source.kind.classes,
  }
}

function preprocess(
  context: Context,
  steps: { place: Place; statement: Setting }[],
  input: Shape,
): { preprocessing: Application[]; shape: Shape } | undefined {
  const preprocessing: Application[] = []
  let shape = input
  for (const { place, statement } of steps) {
    const items = statement.phrases[0]?.items ?? []
    const application = applyKind(place, 'preprocessing', items, statement.span)
    if (application === undefined) return undefined
    const kind = context.registry.get('preprocessing', application.kind)
    try {
      shape = kind.outputShape(application.parameters, shape)
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error
      const found = formatShape(shape)
      place.report(shapeMismatch(place.source, statement.span, kind.name, error.message, found))
      return undefined
    }
    preprocessing.push(application)
  }
  return { preprocessing, shape }
}

/** `take 5_000 train, 2_000 test`; what is not named is taken whole. */
function resolveTake(place: Place, statement: Setting, kind: DatasetKind): Take | undefined {
  const take = { ...kind.examples }
  for (const [index, phrase] of statement.phrases.entries()) {
    const items = index === 0 ? phrase.items.slice(1) : phrase.items
    const part = takePart(place, { ...phrase, items }, kind)
    if (part === undefined) return undefined
    take[part.split] = part.count
  }
  return take
}

function takePart(
  place: Place,
  phrase: Phrase,
  kind: DatasetKind,
): { split: 'train' | 'test'; count: number } | undefined {
  const { source, report } = place
  const [written, split, ...rest] = phrase.items
  const count = written && valueAt(place, written).item
  const whole = count?.type === 'scalar' && count.unit === '' && Number.isInteger(count.value)
  const named = split?.type === 'name' && (split.text === 'train' || split.text === 'test')
  if (!whole || !named || rest.length > 0) {
    const found = source.text.slice(phrase.span.start, phrase.span.end)
    const expected = 'numbers of examples such as `5_000 train, 2_000 test`'
    report(wrongValue(source, phrase.span, '`take`', expected, found))
    return undefined
  }
  const name = split.text === 'train' ? 'train' : 'test'
  const available = kind.examples[name]
  if (count.value < 1 || count.value > available) {
    const range = `between 1 and the ${available} that ${kind.name} has`
    const found = String(count.value)
    report(
      outOfRange(
        source,
        written?.span ?? phrase.span,
        `the number of ${name} examples`,
        range,
        found,
      ),
    )
    return undefined
  }
  return { split: name, count: count.value }
}
