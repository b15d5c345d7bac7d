/** @file Binds the items after a kind's name to the parameters that the kind declares. */

import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import {
  missingSetting,
  outOfRange,
  repeatedStatement,
  unexpectedWord,
  wrongValue,
} from '../../diagnostics/names.js'
import type { Span } from '../../diagnostics/source.js'
import { expectation, sample } from '../../kinds/parameter-text.js'
import {
  type Parameter,
  type ParameterValue,
  type Parameters,
  spelling,
} from '../../kinds/parameter.js'
import type { Argument, Item, Name } from '../../language/tree.js'
import type { Place } from './context.js'
import { textOf, valueAt } from './evaluate.js'
import { rangeViolation, valueOf } from './value.js'
import type { Value } from './variables.js'

/** The kind or declaration whose parameters are bound, with its name for messages. */
export interface Callee {
  label: string
  span: Span
  parameters: Parameters
}

/**
 * Binds items in sequence, as in `sgd momentum 0.9 nesterov`.
 * @returns the values with defaults filled in, or undefined if a mistake was reported
 */
export function bindItems(
  place: Place,
  callee: Callee,
  items: readonly Item[],
): Record<string, ParameterValue> | undefined {
  const binder = new Binder(place, callee)
  for (let index = 0; index < items.length;) index += binder.take(items.slice(index))
  return binder.finish()
}

/** Binds the arguments of a call, as in `gaussian_noise(sd: 0.1)`. */
export function bindArguments(
  place: Place,
  callee: Callee,
  values: readonly Argument[],
  which: 'all' | 'some' = 'all',
): Record<string, ParameterValue> | undefined {
  const binder = new Binder(place, callee)
  for (const argument of values) {
    if (argument.name === undefined) binder.takePositional(argument.value)
    else binder.takeNamed(argument.name, argument.value)
  }
  return which === 'all' ? binder.finish() : binder.soFar()
}

/** Binds items like {@link bindItems}, but leaves out the parameters that are not written. */
export function bindSome(
  place: Place,
  callee: Callee,
  items: readonly Item[],
): Record<string, ParameterValue> | undefined {
  const binder = new Binder(place, callee)
  for (let index = 0; index < items.length;) index += binder.take(items.slice(index))
  return binder.soFar()
}

/** Fills in defaults for values that were bound in parts. */
export function withDefaults(
  place: Place,
  callee: Callee,
  values: Record<string, ParameterValue>,
): Record<string, ParameterValue> | undefined {
  return new Binder(place, callee, values).finish()
}

class Binder {
  readonly #place: Place
  readonly #callee: Callee
  readonly #values: Record<string, ParameterValue> = {}
  readonly #bound = new Set<string>()
  #failed = false

  constructor(place: Place, callee: Callee, bound: Record<string, ParameterValue> = {}) {
    this.#place = place
    this.#callee = callee
    for (const [key, value] of Object.entries(bound)) this.#set(key, value)
  }

  /** Takes the next parameter from the front of the items; returns how many items it took. */
  take(items: readonly Item[]): number {
    const words = leadingWords(items)
    for (const [key, parameter] of this.#open()) {
      if (parameter.named !== true) continue
      const name = spelling(key).split(' ')
      if (!startsWith(words, name)) continue
      if (parameter.type === 'flag') {
        const state = flagAt(items[name.length])
        this.#set(key, state ?? true)
        return name.length + (state === undefined ? 0 : 1)
      }
      return name.length + this.#takeValue(key, parameter, items.slice(name.length))
    }
    for (const [key, parameter] of this.#open()) {
      if (parameter.named === true) continue
      if (parameter.type === 'choice') {
        const chosen = choiceAt(parameter.values, words)
        if (chosen === undefined) continue
        this.#set(key, chosen.value)
        return chosen.words
      }
      if (valueAt(this.#place, items[0] as Item).item.type === 'name') continue
      return this.#takeValue(key, parameter, items)
    }
    this.#unexpected(items[0] as Item)
    return items.length
  }

  takePositional(item: Item): void {
    const next = this.#open().find(([, parameter]) => parameter.named !== true)
    if (next === undefined) this.#unexpected(item)
    else this.#takeValue(next[0], next[1], [item])
  }

  takeNamed(name: Name, item: Item): void {
    const written = name.text.replaceAll('_', ' ')
    const found = this.#open().find(([key]) => spelling(key) === written)
    if (found === undefined) this.#unexpected(name)
    else this.#takeValue(found[0], found[1], [item])
  }

  soFar(): Record<string, ParameterValue> | undefined {
    return this.#failed ? undefined : this.#values
  }

  finish(): Record<string, ParameterValue> | undefined {
    if (this.#failed) return undefined
    for (const [key, parameter] of this.#open()) {
      if (parameter.default !== undefined) {
        this.#values[key] = parameter.default
        continue
      }
      const { label, span } = this.#callee
      const example =
        parameter.named === true ? `${spelling(key)} ${sample(parameter)}` : sample(parameter)
      const what = parameter.named === true ? spelling(key) : `its ${spelling(key)}`
      this.#fail(missingSetting(this.#place.source, span, what, label, `${label} ${example}`))
    }
    return this.#failed ? undefined : this.#values
  }

  #open(): [string, Parameter][] {
    return Object.entries(this.#callee.parameters).filter(([key]) => !this.#bound.has(key))
  }

  #set(key: string, value: ParameterValue): void {
    this.#bound.add(key)
    this.#values[key] = value
  }

  #takeValue(key: string, parameter: Parameter, items: readonly Item[]): number {
    this.#bound.add(key)
    const { source } = this.#place
    const [first] = items
    if (first === undefined) {
      const { label, span } = this.#callee
      const words = spelling(key)
      this.#fail(
        missingSetting(
          source,
          span,
          `a value for ${words}`,
          label,
          `${words} ${sample(parameter)}`,
        ),
      )
      return 0
    }
    if (parameter.type === 'choice') {
      const meant = valueAt(this.#place, first).item
      const chosen = choiceAt(parameter.values, leadingWords([meant, ...items.slice(1)]))
      if (chosen === undefined) this.#wrong(key, parameter, { item: first, source })
      else this.#set(key, chosen.value)
      return chosen?.words ?? 1
    }
    if (parameter.type === 'flag') {
      const state = flagAt(valueAt(this.#place, first).item)
      if (state === undefined) this.#wrong(key, parameter, { item: first, source })
      else this.#set(key, state)
      return 1
    }
    // A mistake in a value is reported at the place of the value, possibly in another file.
    const written = valueAt(this.#place, first)
    const value = valueOf(parameter, written.item)
    if (value === undefined) {
      this.#wrong(key, parameter, written)
      return 1
    }
    const range = rangeViolation(parameter, value)
    if (range !== undefined) {
      const found = textOf(written.source, written.item)
      const name = `\`${spelling(key)}\``
      this.#fail(outOfRange(written.source, written.item.span, name, range, found))
      return 1
    }
    this.#set(key, value)
    return 1
  }

  #wrong(key: string, parameter: Parameter, { item, source }: Value): void {
    const found = textOf(source, item)
    const name = `\`${spelling(key)}\``
    this.#fail(wrongValue(source, item.span, name, expectation(parameter), found))
  }

  #unexpected(item: Item): void {
    const { parameters, label: where } = this.#callee
    const bound = [...this.#bound].find((key) => spelling(key).split(' ')[0] === wordOf(item))
    if (bound !== undefined && parameters[bound]?.named) {
      const name = spelling(bound)
      this.#fail(repeatedStatement(this.#place.source, item.span, name, `\`${where}\``))
      return
    }
    const known = this.#open().flatMap(([key, parameter]) =>
      parameter.type === 'choice' && parameter.named !== true
        ? parameter.values
        : parameter.named === true
          ? [spelling(key)]
          : [],
    )
    const { source, variables } = this.#place
    if (item.type === 'name') known.push(...variables.keys())
    const { label } = this.#callee
    const found = textOf(source, item)
    const help = variables.has(found)
      ? `it has no value; add \`sweep ${found} in [ … ]\``
      : undefined
    this.#fail(unexpectedWord(source, item.span, found, `\`${label}\``, known, help))
  }

  #fail(diagnostic: Diagnostic): void {
    this.#failed = true
    this.#place.report(diagnostic)
  }
}

/** The value of a flag that is spelled out as `on` or `off`. */
function flagAt(item: Item | undefined): boolean | undefined {
  if (item?.type !== 'name') return undefined
  return item.text === 'on' ? true : item.text === 'off' ? false : undefined
}

function wordOf(item: Item): string | undefined {
  return item.type === 'name' ? item.text.split('_')[0] : undefined
}

function leadingWords(items: readonly Item[]): string[] {
  const end = items.findIndex((item) => item.type !== 'name')
  return (end === -1 ? items : items.slice(0, end)).map((item) => (item as Name).text)
}

function startsWith(words: readonly string[], prefix: readonly string[]): boolean {
  return prefix.every((word, index) => words[index] === word)
}

/** Matches a choice of several words: in a list of values, `random_labels` means `random labels`. */
function choiceAt(
  values: readonly string[],
  words: readonly string[],
): { value: string; words: number } | undefined {
  const spelled = values.find((value) => startsWith(words, value.split(' ')))
  if (spelled !== undefined) return { value: spelled, words: spelled.split(' ').length }
  const value = values.find((value) => value.replaceAll(' ', '_') === words[0])
  return value === undefined ? undefined : { value, words: 1 }
}
