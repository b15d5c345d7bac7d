/**
 * @file `given kernel gaussian(gamma: 0.02) on mnist`: a claim's computation, which takes the place of
 * training.
 */

import type { Arm } from '../../claims/arm.js'
import type { Application, ComputationSetup } from '../../claims/setup.js'
import { missingSetting, unexpectedWord } from '../../diagnostics/names.js'
import type { Span } from '../../diagnostics/source.js'
import type { ComputationKind } from '../../kinds/computation.js'
import { spelling } from '../../kinds/parameter.js'
import { printCorruption, printItem } from '../../language/print.js'
import type { Call, Item } from '../../language/tree.js'
import { applyKind } from './apply.js'
import { type ArmResolver, type ArmSelection, corruptionAt, isOpen, substitution } from './arm.js'
import type { Place } from './context.js'
import { resolveCorruption } from './corruption.js'
import { textOf } from './evaluate.js'
import { lineAt } from './places.js'

type Written = NonNullable<ArmSelection['given']>

export interface ResolvedGiven {
  arm: Arm
  measures: ComputationKind['measures']
  /** The numeric inputs of the computation and its points, by name: `n`, `d`, `gamma`. */
  numbers: Map<string, number>
}

/** @returns the computation with its input, or undefined if a mistake was reported */
export function resolveGiven(
  outer: Place,
  selection: ArmSelection & { given: Written },
  arms: ArmResolver,
): ResolvedGiven | undefined {
  const { given, source } = selection.given
  const place = { ...outer, source, variables: new Map([...outer.variables, ...selection.at]) }
  if (isOpen(place, selection, given.span)) return undefined
  const [items, on] = splitAtOn(given.items)
  const computation = applyKind(place, 'computation', items.flatMap(spelledOut), given.span)
  if (computation === undefined) return undefined
  const kind = place.registry.get('computation', computation.kind)
  const corruption = selection.corruption && corruptionAt(place, selection.corruption)
  const chosen = { ...selection, ...(corruption && { corruption }) }
  const input = resolveInput(place, kind, on, given.span, chosen, arms)
  if (input === undefined) return undefined
  const { dataNotes, ...parts } = input
  const setup: ComputationSetup = { computation, corruption: [], ...parts }
  const called = given.items.map((item) => printItem(item, substitution(place))).join(' ')
  const under = corruption && printCorruption(corruption.corruption, substitution(place))
  const label = under ? `${called} under ${under}` : called
  const line = lineAt(source, given.span.start)
  return {
    arm: { label, setup, lines: { computation: { '': line } }, ...(dataNotes && { dataNotes }) },
    measures: kind.measures,
    numbers: new Map([computation, setup.points].flatMap(numbersOf)),
  }
}

function resolveInput(
  place: Place,
  { name, on: wanted }: ComputationKind,
  on: readonly Item[] | undefined,
  span: Span,
  selection: ArmSelection,
  arms: ArmResolver,
): (Pick<ComputationSetup, 'points' | 'dataset'> & Pick<Arm, 'dataNotes'>) | undefined {
  const { source, report } = place
  const [first] = on ?? []
  if (wanted === 'nothing') {
    if (first === undefined) return {}
    report(unexpectedWord(source, first.span, textOf(source, first), `\`${name}\``, []))
    return undefined
  }
  if (on === undefined || first === undefined) {
    const example = wanted === 'points' ? 'on gaussian_cloud(n: 500, d: 20)' : 'on mnist'
    const missing = wanted === 'points' ? 'on POINTS' : 'on DATASET'
    report(missingSetting(source, span, missing, `\`${name}\``, `given ${name} … ${example}`))
    return undefined
  }
  if (wanted === 'points') {
    const points = applyKind(place, 'points', on, span)
    return points && { points }
  }
  const chosen = { ...selection, dataset: { item: first, source } }
  const parts = arms.parts(place, chosen, first.span, ['dataset'])
  const { corruption: written } = selection
  const corruption = written
    ? resolveCorruption({ ...place, source: written.source }, written.corruption)
    : []
  if (!parts?.dataset || !corruption) return undefined
  const { setup, dataNotes } = parts.dataset
  return { dataset: setup, ...{ corruption }, ...(dataNotes && { dataNotes }) }
}

/** The items before and after `on`. */
function splitAtOn(items: readonly Item[]): [readonly Item[], readonly Item[] | undefined] {
  const at = items.findIndex((item) => item.type === 'name' && item.text === 'on')
  return at === -1 ? [items, undefined] : [items.slice(0, at), items.slice(at + 1)]
}

/** Expands a call after the kind's name: `gaussian(gamma: 0.02)` means `gaussian gamma 0.02`. */
function spelledOut(item: Item, index: number): Item[] {
  return index > 0 && item.type === 'call' ? callItems(item) : [item]
}

function callItems({ name, arguments: values }: Call): Item[] {
  return [
    name,
    ...values.flatMap(({ name: key, value }) => {
      const words = key?.text
        .split('_')
        .map((text): Item => ({ type: 'name', text, span: key.span }))
      return [...(words ?? []), value]
    }),
  ]
}

function numbersOf(application: Application | undefined): [string, number][] {
  return Object.entries(application?.parameters ?? {}).flatMap(([key, value]) =>
    typeof value === 'number' ? [[spelling(key), value] as [string, number]] : [],
  )
}
