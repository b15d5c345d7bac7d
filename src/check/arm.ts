/** @file The arms of a claim: which model, dataset, training and corruption a measurement is of. */

import { missingSetting, unexpectedWord } from '../diagnostics/names.js'
import type { Span } from '../diagnostics/source.js'
import type * as tree from '../language/tree.js'
import type { Place } from './context.js'
import { resolveCorruption } from './corruption.js'
import { type ResolvedDataset, resolveDataset } from './dataset.js'
import type { BlockKind } from '../language/keywords.js'
import { type Lines, lineAt, linesOf } from './places.js'
import { resolveModel } from './model.js'
import type { Setup } from './setup.js'
import type { Arm } from './study.js'
import { resolveTraining } from './training.js'

/** The parts of an arm as they are named; what is left out comes from the claim's `run`. */
export interface ArmSelection {
  model?: tree.Name
  dataset?: tree.Name
  training?: tree.Name
  corruption?: tree.Corruption
}

export interface ResolvedArm {
  arm: Arm
  classes: number
}

/** Resolves selections, each declaration once, so that a mistake in it is reported once. */
export class ArmResolver {
  readonly #datasets = new Map<string, ResolvedDataset | undefined>()
  readonly #models = new Map<string, Setup['model'] | undefined>()
  readonly #lines = new Map<string, Lines>()
  readonly #trainings = new Map<string, Setup['training'] | undefined>()

  select(place: Place, arms: readonly tree.Arm[]): ArmSelection {
    const selection: ArmSelection = {}
    for (const arm of arms) {
      if (arm.type === 'under') selection.corruption = arm.corruption
      else if (arm.type !== 'at' && arm.item.type === 'name') selection[partOf(arm.type)] = arm.item
      else {
        const found = place.source.text.slice(arm.span.start, arm.span.end)
        const known = ['of MODEL', 'on DATASET', 'with TRAINING', 'under CORRUPTION']
        place.report(unexpectedWord(place.source, arm.span, found, 'a measurement', known))
      }
    }
    return selection
  }

  resolve(place: Place, selection: ArmSelection, span: Span): ResolvedArm | undefined {
    const { model, dataset, training, corruption } = selection
    if (model === undefined || dataset === undefined || training === undefined) {
      const missing =
        model === undefined ? 'a model' : dataset === undefined ? 'a dataset' : 'a training'
      const example = 'run mlp on digits with sgd over 3 seeds'
      place.report(missingSetting(place.source, span, missing, 'this measurement', example))
      return undefined
    }
    const data = this.#dataset(place, dataset)
    const schooling = this.#training(place, training)
    const steps = corruption ? resolveCorruption(place, corruption) : []
    const layers = data && this.#model(place, model, dataset.text, data)
    if (!data || !schooling || !steps || !layers) return undefined
    const setup = { dataset: data.setup, corruption: steps, model: layers, training: schooling }
    const under = corruption && place.source.text.slice(corruption.span.start, corruption.span.end)
    const label = `${model.text} on ${dataset.text} with ${training.text}${under ? ` under ${under}` : ''}`
    const lines = {
      dataset: this.#linesOf(place, 'dataset', dataset.text),
      model: this.#linesOf(place, 'model', model.text),
      training: this.#linesOf(place, 'training', training.text),
      ...(corruption && { corruption: { '': lineAt(place.source, corruption.span.start) } }),
    }
    return { arm: { label, setup, lines }, classes: data.classes }
  }

  #linesOf(place: Place, kind: BlockKind, name: string): Lines {
    return once(this.#lines, `${kind} ${name}`, () => linesOf(place, kind, name))
  }

  #dataset(place: Place, name: tree.Name): ResolvedDataset | undefined {
    return once(this.#datasets, name.text, () => {
      const declared = place.scope.resolve('dataset', name.text, { ...place, span: name.span })
      return declared && resolveDataset(place, declared)
    })
  }

  #training(place: Place, name: tree.Name): Setup['training'] | undefined {
    return once(this.#trainings, name.text, () => {
      const declared = place.scope.resolve('training', name.text, { ...place, span: name.span })
      return declared && resolveTraining(place, declared)
    })
  }

  #model(
    place: Place,
    name: tree.Name,
    dataset: string,
    input: ResolvedDataset,
  ): Setup['model'] | undefined {
    return once(this.#models, `${name.text} on ${dataset}`, () => {
      const declared = place.scope.resolve('model', name.text, { ...place, span: name.span })
      return declared && resolveModel(place, declared, input)
    })
  }
}

function partOf(preposition: 'of' | 'on' | 'with'): 'model' | 'dataset' | 'training' {
  return preposition === 'of' ? 'model' : preposition === 'on' ? 'dataset' : 'training'
}

function once<T>(known: Map<string, T>, key: string, make: () => T): T {
  const value = known.has(key) ? (known.get(key) as T) : make()
  known.set(key, value)
  return value
}
