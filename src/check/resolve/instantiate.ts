/** @file Instances of declarations: parameters bound to the values of one use. */

import { missingSetting, unexpectedWord } from '../../diagnostics/names.js'
import type { Span } from '../../diagnostics/source.js'
import type { Argument, Item } from '../../language/tree.js'
import type { Context, Place } from './context.js'
import { textOf, valueAt } from './evaluate.js'
import type { Declared } from './scope.js'
import { type Value, noVariables } from './variables.js'

/**
 * The declaration with its parameters bound, missing ones to their defaults.
 * @returns undefined if a mistake was reported
 */
export function instantiate(
  place: Place,
  declared: Declared,
  values: readonly Argument[],
  span: Span,
): Declared | undefined {
  const { parameters } = declared.block
  const where = `\`${declared.name.replaceAll('_', ' ')}\``
  const given = new Map<string, Value>()
  let next = 0
  for (const argument of values) {
    const name = argument.name ?? parameters[next++]?.name
    const parameter = parameters.find((one) => one.name.text === name?.text)
    if (parameter === undefined || given.has(parameter.name.text)) {
      const at = argument.name ?? argument.value
      const open = parameters.map((one) => one.name.text).filter((one) => !given.has(one))
      place.report(unexpectedWord(place.source, at.span, textOf(place.source, at), where, open))
      return undefined
    }
    given.set(parameter.name.text, valueAt(place, argument.value))
  }
  const variables = new Map<string, Value>()
  for (const { name, value } of parameters) {
    const inside = { ...place, source: declared.source, variables }
    const bound = given.get(name.text) ?? (value && valueAt(inside, value))
    if (bound === undefined) {
      const example = `${declared.name}(${parameters.map((one) => one.name.text).join(', ')})`
      place.report(missingSetting(place.source, span, name.text, where, example))
      return undefined
    }
    variables.set(name.text, bound)
  }
  return { ...declared, variables }
}

/** Items after a name, as arguments. */
export function positional(items: readonly Item[]): Argument[] {
  return items.map((value) => ({ value }))
}

/** The declaration without arguments, or undefined if it has a parameter without a default. */
export function withDefaults(context: Context, declared: Declared): Declared | undefined {
  if (declared.block.parameters.some(({ value }) => value === undefined)) return undefined
  const place = { ...context, source: declared.source, variables: noVariables }
  return instantiate(place, declared, [], declared.block.span)
}
