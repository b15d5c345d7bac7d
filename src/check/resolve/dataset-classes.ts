/**
 * @file The classes of a dataset that are used, and their labels: `classes [cat, dog]`, `relabel [cat] against
 * [dog]`.
 */

import { unknownName, wrongValue } from '../../diagnostics/names.js'
import type { DatasetDescription } from '../../kinds/dataset.js'
import type { Item, Setting } from '../../language/tree.js'
import type { Place } from './context.js'

interface Placed {
  place: Place
  statement: Setting
}

/**
 * @returns the source's classes that make each label, without `groups` if each class is a label, or undefined if a
 *   mistake was reported
 */
export function resolveClasses(
  { classes: names }: DatasetDescription,
  classes: Placed | undefined,
  relabel: Placed | undefined,
): { groups?: number[][] } | undefined {
  const chosen = classes && listOfClasses(classes, names, names)
  if (classes && chosen === undefined) return undefined
  if (relabel === undefined) return chosen ? { groups: chosen.map((one) => [one]) } : {}
  const known = chosen ? chosen.map((one) => names[one] as string) : names
  const binary = binaryTask(relabel, names, known)
  return binary && { groups: binary }
}

function listOfClasses(
  { place, statement }: Placed,
  names: readonly string[],
  known: readonly string[],
): number[] | undefined {
  const [, list, ...rest] = statement.phrases[0]?.items ?? []
  if (list?.type === 'list' && rest.length === 0 && statement.phrases.length === 1) {
    return classesIn(place, list.items, names, known)
  }
  const found = textOf(place, statement)
  const expected = 'a list such as `[cat, dog]`'
  place.report(wrongValue(place.source, statement.span, '`classes`', expected, found))
  return undefined
}

/**
 * Resolves a binary task. Label 1, the target +1, is the first list; label 0, the target -1, is the second
 * list, or all other classes.
 */
function binaryTask(
  { place, statement }: Placed,
  names: readonly string[],
  known: readonly string[],
): number[][] | undefined {
  const [, positive, against, negative, ...rest] = statement.phrases[0]?.items ?? []
  const alone = against === undefined
  const paired = against?.type === 'name' && against.text === 'against' && negative?.type === 'list'
  if (positive?.type !== 'list' || !(alone || paired) || rest.length > 0) {
    const expected = 'lists such as `[cat, dog] against [ship, truck]`'
    const found = textOf(place, statement)
    place.report(wrongValue(place.source, statement.span, '`relabel`', expected, found))
    return undefined
  }
  const first = classesIn(place, positive.items, names, known)
  if (first === undefined) return undefined
  const second =
    negative?.type === 'list'
      ? classesIn(place, negative.items, names, known, first)
      : known.map((name) => names.indexOf(name)).filter((one) => !first.includes(one))
  if (second === undefined) return undefined
  if (second.length > 0) return [second, first]
  const expected = 'a list that leaves out some class'
  const found = textOf(place, positive)
  place.report(wrongValue(place.source, positive.span, '`relabel`', expected, found))
  return undefined
}

function classesIn(
  place: Place,
  items: readonly Item[],
  names: readonly string[],
  known: readonly string[],
  taken: readonly number[] = [],
): number[] | undefined {
  const found: number[] = []
  for (const item of items) {
    const text = item.type === 'text' ? item.value : textOf(place, item)
    const index = known.includes(text) ? names.indexOf(text) : -1
    if (index < 0) {
      place.report(unknownName(place.source, item.span, 'class', text, known))
      return undefined
    }
    if (found.includes(index) || taken.includes(index)) {
      const expected = 'each class once'
      place.report(wrongValue(place.source, item.span, 'the list', expected, text))
      return undefined
    }
    found.push(index)
  }
  return found
}

function textOf({ source }: Place, { span }: { span: { start: number; end: number } }): string {
  return source.text.slice(span.start, span.end)
}
