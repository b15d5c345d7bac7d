/** @file The number of examples of a dataset that are used: `take balanced 5_000 train, 2_000 test`. */

import { outOfRange, repeatedStatement, wrongValue } from '../../diagnostics/names.js'
import type { DatasetDescription, Take } from '../../kinds/dataset.js'
import type { Phrase, Setting } from '../../language/tree.js'
import type { Place } from './context.js'
import { valueAt } from './evaluate.js'

/** The available examples: in all, and of each label if that is known. */
export interface Available {
  examples: { train: number; test: number }
  perLabel?: { train: number[]; test: number[] }
}

/** @param groups the source's classes that make each label; undefined if each class is a label */
export function availableOf(
  { classes, examples, perClass }: DatasetDescription,
  groups: readonly (readonly number[])[] | undefined,
): Available {
  if (perClass === undefined) return { examples }
  const labels = groups ?? classes.map((_, index) => [index])
  const perLabel = (split: 'train' | 'test') =>
    labels.map((group) => sum(group.map((one) => perClass[split][one] ?? 0)))
  const counts = { train: perLabel('train'), test: perLabel('test') }
  return { examples: { train: sum(counts.train), test: sum(counts.test) }, perLabel: counts }
}

/**
 * A split without a number is taken whole.
 * @returns undefined if a mistake was reported
 */
export function resolveTake(
  available: Available,
  written: { place: Place; statement: Setting } | undefined,
): Take | undefined {
  const { examples } = available
  if (written === undefined) return { ...examples }
  const { place, statement } = written
  const [first, ...others] = statement.phrases as [Phrase, ...Phrase[]]
  const [, word] = first.items
  const by = word?.type === 'name' ? word.text : undefined
  const known = by === 'balanced' || by === 'random' || by === 'first'
  const phrases = [{ ...first, items: first.items.slice(known ? 2 : 1) }, ...others]
  const take: Take = { ...examples }
  const taken: string[] = []
  for (const phrase of phrases) {
    const part = takePart(place, phrase, available, by === 'balanced')
    if (part === undefined) return undefined
    if (taken.includes(part.split)) {
      place.report(repeatedStatement(place.source, phrase.span, part.split, '`take`'))
      return undefined
    }
    taken.push(part.split)
    take[part.split] = part.count
  }
  // Taking all examples is the default, and must not give a run another key.
  const all = take.train === examples.train && take.test === examples.test
  return (by === 'balanced' || by === 'random') && !all ? { ...take, by } : take
}

function takePart(
  place: Place,
  phrase: Phrase,
  { examples, perLabel }: Available,
  balanced: boolean,
): { split: 'train' | 'test'; count: number } | undefined {
  const { source, report } = place
  const [written, split, ...rest] = phrase.items
  const count = written && valueAt(place, written).item
  const whole = count?.type === 'scalar' && count.unit === '' && Number.isSafeInteger(count.value)
  const named = split?.type === 'name' && (split.text === 'train' || split.text === 'test')
  if (!whole || !named || rest.length > 0) {
    const found = source.text.slice(phrase.span.start, phrase.span.end)
    const expected = 'numbers of examples such as `5_000 train, 2_000 test`'
    report(wrongValue(source, phrase.span, '`take`', expected, found))
    return undefined
  }
  const name = split.text === 'train' ? 'train' : 'test'
  const counts = perLabel?.[name]
  const most = balanced && counts ? mostBalanced(counts) : examples[name]
  if (count.value < 1 || count.value > most) {
    const range = balanced
      ? `between 1 and ${most}, the most with equally many of each class`
      : `between 1 and ${most}, the number of examples`
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

/**
 * The largest n that can be spread evenly over the labels; the first labels get one more if n does not divide.
 */
function mostBalanced(counts: readonly number[]): number {
  const least = Math.min(...counts)
  return least * counts.length + counts.indexOf(least)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
