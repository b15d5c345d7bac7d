/** @file Trainers in place of a model, with the settings of a claim: `run resnet with width 16`. */

import type { Arm } from '../../claims/arm.js'
import { type Expectation, armsOf } from '../../claims/expectation.js'
import { dataNote, unusableData } from '../../diagnostics/data.js'
import { unexpectedWord, wrongValue } from '../../diagnostics/names.js'
import type { Source, Span } from '../../diagnostics/source.js'
import { FileError } from '../../files/regular-file.js'
import { type ParameterValue, type Parameters, spelling } from '../../kinds/parameter.js'
import type { TrainerKind } from '../../kinds/trainer.js'
import type { Item } from '../../language/tree.js'
import { formatSeeds } from '../../text/amounts.js'
import { locateMeasured } from '../../trainers/measured.js'
import { trainerSetup } from '../../trainers/setup.js'
import {
  type ArmResolver,
  type ArmSelection,
  type SettingArm,
  corruptionAt,
  inside,
  isOpen,
  standsFor,
} from './arm.js'
import { type Callee, bindArguments, bindSome, withDefaults } from './bind.js'
import type { Place } from './context.js'
import { textOf } from './evaluate.js'
import { lineAt } from './places.js'
import type { Value } from './variables.js'

type Values = Record<string, ParameterValue>

/** The trainer that an expectation selects. */
export interface SelectedTrainer {
  kind: TrainerKind
  named: Value
}

/** Finds the trainer that is named in place of a model; a model of that name in the spec takes precedence. */
export function trainerOf(place: Place, selection: ArmSelection): SelectedTrainer | undefined {
  if (selection.model === undefined || selection.given !== undefined) return undefined
  const named = standsFor(inside(place, selection), selection.model)
  const name = named.item.type === 'call' ? named.item.name : named.item
  if (name.type !== 'name' || place.scope.find('model', name.text)) return undefined
  const kind = place.registry.find('trainer', name.text)
  return kind && { kind, named }
}

/** The values of its parameters, or undefined if a mistake was reported. */
export function settingsOf(
  outer: Place,
  selection: ArmSelection,
  { kind, named }: SelectedTrainer,
  span: Span,
): Values | undefined {
  const place = inside(outer, selection)
  if (isOpen(place, selection, span)) return undefined
  if (selection.dataset) {
    const { item, source } = selection.dataset
    const help = 'its program has data of its own, and may have a parameter for it'
    const found = `on ${textOf(source, item)}`
    place.report(unexpectedWord(source, item.span, found, `trainer \`${kind.name}\``, [], help))
    return undefined
  }
  const callee = calleeOf(kind, named.item.span)
  const there = { ...place, source: named.source }
  const called =
    named.item.type === 'call' ? bindArguments(there, callee, named.item.arguments, 'some') : {}
  const overrides = (place.profile?.overrides ?? []).filter(
    (one) => one.kind === 'trainer' && one.name === kind.name,
  )
  const inProfile = overrides.map(({ source, statement }) =>
    statement.type === 'setting'
      ? bindSome(
          { ...place, source },
          callee,
          statement.phrases.flatMap(({ items }) => items),
        )
      : undefined,
  )
  const written = selection.settings.map(({ arm, source }) => bindSetting(place, kind, arm, source))
  const all = [...inProfile, called, ...written]
  if (all.some((one) => one === undefined)) return undefined
  const values: Values = Object.assign({}, ...all) as Values
  const whole = withDefaults(there, callee, values)
  // Keys are in the order of the declaration, so that equal settings have equal names.
  return (
    whole &&
    (Object.fromEntries(Object.keys(kind.parameters).map((key) => [key, whole[key]])) as Values)
  )
}

/** After `with`, every parameter is written with its name. */
function calleeOf({ name, parameters }: TrainerKind, span: Span): Callee {
  const named = Object.entries(parameters).map(([key, one]) => [key, { ...one, named: true }])
  return { label: name, span, parameters: Object.fromEntries(named) as Parameters }
}

function bindSetting(
  outer: Place,
  kind: TrainerKind,
  arm: SettingArm,
  source: Source,
): Values | undefined {
  const place = { ...outer, source }
  const callee = calleeOf(kind, arm.span)
  if (arm.type === 'with') return bindSome(place, callee, arm.items)
  if (arm.type === 'without') {
    const off: Item = { type: 'name', text: 'off', span: arm.item.span }
    return bindSome(place, callee, [arm.item, off])
  }
  const { corruption, source: from } = corruptionAt(place, { corruption: arm.corruption, source })
  const { under = [], parameters } = kind
  const [phrase, ...others] = corruption.phrases
  const at = others[0]?.span ?? corruption.splits?.span
  if (under.length === 0 || phrase === undefined || at) {
    const expected = under.length === 0 ? 'nothing; use `with` for its settings' : 'one corruption'
    const what = `\`under\` of trainer \`${kind.name}\``
    outer.report(wrongValue(from, at ?? corruption.span, what, expected, textOf(from, corruption)))
    return undefined
  }
  const byPlace = under.flatMap((key) => {
    const parameter = parameters[key]
    return parameter ? [[key, { ...parameter, named: false }]] : []
  })
  const positional = { ...callee.parameters, ...(Object.fromEntries(byPlace) as Parameters) }
  return bindSome({ ...place, source: from }, { ...callee, parameters: positional }, phrase.items)
}

/** Reports the seeds of arms measured elsewhere whose file is missing or unreadable. */
export function reportUnmeasured(
  { source, registry, report }: Place,
  span: Span,
  expectation: Expectation,
): void {
  for (const { label, setup } of new Set(armsOf(expectation))) {
    if (!('trainer' in setup) || setup.reads === undefined) continue
    const { reads, trainer } = setup
    const kind = registry.get('trainer', trainer.kind)
    const missing: number[] = []
    for (const seed of expectation.seeds) {
      try {
        if (!locateMeasured(kind, reads, seed, trainer.parameters).found) missing.push(seed)
      } catch (error) {
        if (!(error instanceof FileError)) throw error
        report(unusableData(source, span, error.message))
      }
    }
    if (missing.length === 0) continue
    const seeds = `${missing.length === 1 ? 'seed' : 'seeds'} ${formatSeeds(missing)}`
    report(dataNote(source, span, `${label} was not measured for ${seeds}: no file ${reads}`))
  }
}

const known = new WeakMap<ArmResolver, Map<string, Arm | undefined>>()

/** Returns the arm with these settings, which is created once. */
export function trainerArm(
  place: Place,
  arms: ArmResolver,
  { kind, named }: SelectedTrainer,
  values: Values,
): Arm | undefined {
  const label = labelOf(kind, values)
  const made = known.get(arms) ?? new Map<string, Arm | undefined>()
  known.set(arms, made)
  if (!made.has(label)) made.set(label, makeArm(place, kind, named, values, label))
  return made.get(label)
}

function makeArm(
  place: Place,
  kind: TrainerKind,
  { item, source }: Value,
  values: Values,
  label: string,
): Arm | undefined {
  const refuse = (expected: string, found: string) => {
    const what = `the sources of trainer \`${kind.name}\``
    place.report(wrongValue(source, item.span, what, expected, found))
    return undefined
  }
  try {
    const made = trainerSetup(kind, values)
    if ('setup' in made) {
      const line = lineAt(source, item.span.start)
      const { setup } = made
      const lines = { trainer: { '': line } }
      if (setup.reads === undefined) return { label, setup, lines }
      return {
        label,
        setup,
        lines,
        dataNotes: [`measured elsewhere, and read from ${setup.reads}`],
      }
    }
    return refuse('globs that match files beside its config', made.unmatched.join(', '))
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    return refuse('files that can be read', error.message)
  }
}

/** The name of the arm by the settings that differ from the defaults: `resnet with width 16 labels random`. */
function labelOf({ name, parameters, under = [] }: TrainerKind, values: Values): string {
  const changed = Object.entries(values)
    .filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(parameters[key]?.default))
    .map(([key, value]) => {
      const written = typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value)
      return { key, written, words: `${spelling(key)} ${written}` }
    })
  const first = changed.find(({ key }) => key === under[0])
  const corruption = first ? changed.filter(({ key }) => under.includes(key)) : []
  const settings = changed.filter((one) => !corruption.includes(one)).map(({ words }) => words)
  return [
    name,
    ...(settings.length > 0 ? ['with', ...settings] : []),
    ...(first ? ['under', first.written] : []),
    ...corruption.filter((one) => one !== first).map(({ words }) => words),
  ].join(' ')
}
