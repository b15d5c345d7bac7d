/** @file The arms of a claim: the model, dataset, training and corruption of each measurement. */

import type { Arm, Lines } from '../../claims/arm.js'
import { type Setup, withLastEpoch } from '../../claims/setup.js'
import { openVariable, unknownPoint } from '../../diagnostics/claims.js'
import { missingSetting, unexpectedWord, unknownName } from '../../diagnostics/names.js'
import type { Source, Span } from '../../diagnostics/source.js'
import { type Substitute, printCorruption, printItem } from '../../language/print.js'
import type * as tree from '../../language/tree.js'
import { type ResolvedModel, resolveModel } from '../model/model.js'
import { checkAugmentation } from '../training/augmentation.js'
import { resolveTraining } from '../training/training.js'
import type { Place } from './context.js'
import { resolveCorruption } from './corruption.js'
import { type ResolvedDataset, resolveDataset } from './dataset.js'
import { reference } from './derivation.js'
import { type Dimension, sameValue } from './dimension.js'
import { textOf } from './evaluate.js'
import { lineAt, linesOf, linesOfLayers } from './places.js'
import { reportRepeated } from './repeated.js'
import type { Declared } from './scope.js'
import type { Value } from './variables.js'

/** The parts of an arm as the text names them; missing parts come from the claim's `run`. */
export interface ArmSelection {
  model?: Value
  dataset?: Value
  training?: Value
  corruption?: { corruption: tree.Corruption; source: Source }
  /** A computation in place of a model, a dataset and a training. */
  given?: { given: tree.Given; source: Source }
  /** The points of sweeps that `at p = 10%` chooses. */
  at: ReadonlyMap<string, Value>
  /** `with`, `without` and `under` in source order, since the settings of a trainer accumulate. */
  settings: readonly { arm: SettingArm; source: Source }[]
  /** The qualifiers at the end of the expectation, to name a quantity in full. */
  said?: readonly tree.ArmSyntax[]
  /** The dimensions that the claim is repeated over; a swept variable must be bound if an arm depends on it. */
  dimensions: readonly Dimension[]
}

export type SettingArm = Extract<tree.ArmSyntax, { type: 'with' | 'without' | 'under' }>

export const nothingSelected: ArmSelection = { at: new Map(), settings: [], dimensions: [] }

export type ArmPart = 'model' | 'dataset' | 'training'

/** The requested parts of an arm. */
export interface ResolvedParts {
  model?: ResolvedModel
  dataset?: ResolvedDataset
  training?: Setup['training']
}

/** Returns the selection, changed by the given arm qualifiers. */
export function selectArms(
  place: Place,
  selection: ArmSelection,
  arms: readonly tree.ArmSyntax[],
): ArmSelection {
  reportRepeated(place, arms, 'measurement')
  return arms.reduce((selected, arm) => selectArm(place, selected, arm), selection)
}

function selectArm(place: Place, selection: ArmSelection, arm: tree.ArmSyntax): ArmSelection {
  const { source } = place
  if (arm.type === 'of') return { ...selection, model: { item: arm.item, source } }
  if (arm.type === 'on') return { ...selection, dataset: { item: arm.item, source } }
  if (arm.type !== 'at') {
    const settings = [...selection.settings, { arm, source }]
    if (arm.type === 'without') return { ...selection, settings }
    if (arm.type === 'with') {
      return { ...selection, settings, training: { item: arm.items[0], source } }
    }
    return { ...selection, settings, corruption: { corruption: arm.corruption, source } }
  }
  const { variable, value } = arm
  const dimension = selection.dimensions.find((one) => one.variable === variable.text)
  if (dimension === undefined) {
    const known = selection.dimensions.map((one) => one.variable)
    place.report(unknownName(source, variable.span, 'swept variable', variable.text, known))
    return selection
  }
  const point = dimension.values.find(({ item }) => sameValue(item, value))
  if (point === undefined && dimension.values.length > 0) {
    const points = dimension.values.map(({ item }) => printItem(item))
    place.report(unknownPoint(source, value.span, variable.text, printItem(value), points))
  }
  const at = point ?? { item: value, source }
  return { ...selection, at: new Map([...selection.at, [variable.text, at]]) }
}

/** Resolves selections. It resolves each part once, so that a mistake in a part is reported once. */
export class ArmResolver {
  readonly #datasets = new Map<string, ResolvedDataset | undefined>()
  readonly #models = new Map<string, ResolvedModel | undefined>()
  readonly #trainings = new Map<string, Setup['training'] | undefined>()
  readonly #fits = new Map<string, boolean>()
  readonly #lines = new Map<string, Lines>()
  readonly #arms = new Map<string, Arm | undefined>()

  resolve(outer: Place, selection: ArmSelection, span: Span): Arm | undefined {
    const place = inside(outer, selection)
    if (reportSettings(place, selection)) return undefined
    const names = this.#names(place, selection, span, ['model', 'dataset', 'training'])
    if (names === undefined) return undefined
    const corruption = selection.corruption && corruptionAt(place, selection.corruption)
    const under = corruption && printCorruption(corruption.corruption, substitution(place))
    const { model, dataset, training } = names
    const label = `${model} on ${dataset} with ${training}${under ? ` under ${under}` : ''}`
    return once(this.#arms, label, () => {
      const parts = this.#parts(place, selection, names)
      const steps = corruption
        ? resolveCorruption(
            { ...place, source: corruption.source },
            corruption.corruption,
            parts.dataset,
          )
        : []
      if (!parts.dataset || !parts.training || !parts.model || !steps) return undefined
      if (!this.#augments(place, selection, names, parts.training, parts.dataset)) return undefined
      const setup: Setup = {
        dataset: parts.dataset.setup,
        corruption: steps,
        model: parts.model.layers,
        training: withLastEpoch(parts.training, parts.dataset.setup.take.train),
      }
      const lines = {
        model: {
          ...this.#linesOf(place, selection, 'model', model),
          ...linesOfLayers(parts.model.lines),
        },
        dataset: this.#linesOf(place, selection, 'dataset', dataset),
        training: this.#linesOf(place, selection, 'training', training),
        ...(corruption && {
          corruption: { '': lineAt(corruption.source, corruption.corruption.span.start) },
        }),
      }
      const { dataNotes } = parts.dataset
      return { label, setup, lines, ...(dataNotes && { dataNotes }) }
    })
  }

  /** True if the training's augmentations fit the dataset. */
  #augments(
    place: Place,
    selection: ArmSelection,
    { training: name = '', dataset: on = '' }: Partial<Record<ArmPart, string>>,
    training: Setup['training'],
    dataset: ResolvedDataset,
  ): boolean {
    return once(this.#fits, `${name} on ${on}`, () => {
      const declared = declaredPart(place, selection, 'training')
      return declared !== undefined && checkAugmentation(place, declared, training, dataset, on)
    })
  }

  #linesOf(place: Place, selection: ArmSelection, part: ArmPart, name = ''): Lines {
    return once(this.#lines, `${part} ${name}`, () => {
      const declared = declaredPart(place, selection, part)
      return declared ? linesOf(place, part, declared) : {}
    })
  }

  /**
   * Parts of an arm, for numbers that need no training.
   * @returns undefined if a mistake was reported
   */
  parts(
    outer: Place,
    selection: ArmSelection,
    span: Span,
    needs: readonly ArmPart[],
  ): ResolvedParts | undefined {
    const place = inside(outer, selection)
    const names = this.#names(place, selection, span, needs)
    if (names === undefined) return undefined
    const parts = this.#parts(place, selection, names)
    return needs.every((part) => parts[part] !== undefined) ? parts : undefined
  }

  /** The names of the parts in this place, with each variable replaced by its value. */
  #names(
    place: Place,
    selection: ArmSelection,
    span: Span,
    needs: readonly ArmPart[],
  ): Partial<Record<ArmPart, string>> | undefined {
    if (isOpen(place, selection, span)) return undefined
    const missing = needs.find((part) => selection[part] === undefined)
    if (missing !== undefined) {
      const example = 'run mlp on digits with sgd over 3 seeds'
      place.report(missingSetting(place.source, span, `a ${missing}`, 'this measurement', example))
      return undefined
    }
    const names = needs.map((part) => [part, selection[part]] as const)
    return Object.fromEntries(
      names.map(([part, value]) => [part, value && printItem(value.item, substitution(place))]),
    )
  }

  #parts(
    place: Place,
    selection: ArmSelection,
    names: Partial<Record<ArmPart, string>>,
  ): ResolvedParts {
    const resolved = <T>(
      part: ArmPart,
      key: string | undefined,
      known: Map<string, T | undefined>,
      resolve: (declared: Declared) => T | undefined,
    ): T | undefined => {
      if (key === undefined) return undefined
      return once(known, key, () => {
        const found = declaredPart(place, selection, part)
        return found && resolve(found)
      })
    }
    const dataset = resolved('dataset', names.dataset, this.#datasets, (found) =>
      resolveDataset(place, found),
    )
    const training = resolved('training', names.training, this.#trainings, (found) =>
      resolveTraining(place, found),
    )
    const onData = names.model && `${names.model} on ${names.dataset ?? ''}`
    const model =
      dataset &&
      resolved('model', onData, this.#models, (found) => resolveModel(place, found, dataset))
    return { ...(dataset && { dataset }), ...(training && { training }), ...(model && { model }) }
  }
}

function declaredPart(place: Place, selection: ArmSelection, part: ArmPart): Declared | undefined {
  const written = selection[part]
  const value = written && standsFor(place, written)
  return value && reference({ ...place, source: value.source }, part, value.item)
}

export function inside(place: Place, { at }: ArmSelection): Place {
  return { ...place, variables: new Map([...place.variables, ...at]) }
}

export function substitution(place: Place): Substitute {
  return (name) => place.variables.get(name)?.item
}

/** Reports a swept variable that the arm depends on but that has no value here. */
export function isOpen(place: Place, selection: ArmSelection, span: Span): boolean {
  const open = openIn(place, selection)
  if (open === undefined) return false
  const points = open.values.map(({ item }) => printItem(item))
  if (points.length > 0) place.report(openVariable(place.source, span, open.variable, points))
  return true
}

/** The first swept variable that a part of the arm depends on and that has no value here. */
function openIn(place: Place, selection: ArmSelection): Dimension | undefined {
  const { model, dataset, training, corruption, given, settings } = selection
  const parts = [
    ...[model?.item, dataset?.item, training?.item],
    ...[corruption?.corruption, given?.given],
    ...settings.filter(({ arm }) => arm.type !== 'under').map(({ arm }) => arm),
  ]
  return selection.dimensions.find(
    ({ variable }) =>
      !place.variables.has(variable) && parts.some((part) => mentions(part, variable)),
  )
}

function mentions(node: unknown, variable: string): boolean {
  if (typeof node !== 'object' || node === null) return false
  if ('type' in node && node.type === 'name') return 'text' in node && node.text === variable
  return Object.values(node).some((child) => mentions(child, variable))
}

export function standsFor(place: Place, value: Value): Value {
  const { item } = value
  return item.type === 'name' ? (place.variables.get(item.text) ?? value) : value
}

/** Reports settings without a trainer; otherwise `with` takes one training. */
function reportSettings(place: Place, { settings }: ArmSelection): boolean {
  const { arm, source } = settings.findLast(({ arm }) => arm.type !== 'under') ?? {}
  if (arm === undefined || source === undefined || arm.type === 'under') return false
  const extra = arm.type === 'with' ? arm.items[1] : arm
  if (extra === undefined) return false
  const help = 'only a trainer of `genspec.config.ts` has settings'
  place.report(unexpectedWord(source, extra.span, textOf(source, extra), 'a training', [], help))
  return true
}

/** A variable can hold a whole corruption: `for c in [true_labels, random_labels]`. */
export function corruptionAt(
  place: Place,
  written: NonNullable<ArmSelection['corruption']>,
): NonNullable<ArmSelection['corruption']> {
  const { corruption } = written
  const [phrase, ...others] = corruption.phrases
  const [item, ...rest] = phrase?.items ?? []
  if (item?.type !== 'name' || rest.length + others.length > 0) return written
  const value = place.variables.get(item.text)
  if (value === undefined) return written
  const { span } = value.item
  const phrases = [{ items: [value.item], span }]
  return { corruption: { ...corruption, phrases, span }, source: value.source }
}

function once<T>(known: Map<string, T>, key: string, make: () => T): T {
  const value = known.has(key) ? (known.get(key) as T) : make()
  known.set(key, value)
  return value
}
