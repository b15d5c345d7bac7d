/** @file The registry of all kinds, built-in and a project's, by category and name. */

import type { AugmentationKind } from './augmentation.js'
import type { ComputationKind, PointsKind } from './computation.js'
import type { CorruptionStepKind, DatasetKind, PreprocessingKind } from './dataset.js'
import type { CombinationKind, LayerKind } from './layer.js'
import type { LossKind } from './loss.js'
import { type MetricKind, layerIn } from './metric.js'
import type { TrainerKind } from './trainer.js'
import type { OptimizerKind, ScheduleKind } from './optimizer.js'

export type Kind =
  | LayerKind
  | CombinationKind
  | DatasetKind
  | PreprocessingKind
  | CorruptionStepKind
  | ComputationKind
  | PointsKind
  | OptimizerKind
  | LossKind
  | AugmentationKind
  | ScheduleKind
  | MetricKind
  | TrainerKind

export type Category = Kind['category']

type KindOf<C extends Category> = Extract<Kind, { category: C }>

export class Registry {
  readonly #kinds = new Map<string, Kind>()
  readonly #definitions = new Map<string, string>()
  /** The folder that the paths of local datasets are relative to. */
  readonly root: string

  constructor(kinds: Iterable<Kind>, root = '.') {
    for (const kind of kinds) this.#kinds.set(`${kind.category} ${kind.name}`, kind)
    this.root = root
  }

  /** The same kinds, for the project with that root. */
  from(root: string): Registry {
    const registry = new Registry(this.every(), root)
    for (const [name, known] of this.#definitions) registry.#definitions.set(name, known)
    return registry
  }

  /**
   * A registry with these kinds added.
   * @param definition a digest of the code that defines them, which affects a run's numbers too
   */
  extended(kinds: Iterable<Kind>, definition: string): Registry {
    const own = [...kinds]
    const registry = new Registry([...this.every(), ...own], this.root)
    for (const [name, known] of this.#definitions) registry.#definitions.set(name, known)
    for (const { category, name } of own)
      registry.#definitions.set(`${category} ${name}`, definition)
    return registry
  }

  /** The digest of the code of a kind that is not built in. */
  definitionOf({ category, name }: Kind): string | undefined {
    return this.#definitions.get(`${category} ${name}`)
  }

  /**
   * Checks that the kinds of a set-up have the code that it was planned with.
   * @throws if the code has changed since
   */
  requireDefinitions(setup: unknown): void {
    const known = new Set(this.#definitions.values())
    visit(setup, (definition) => {
      if (!known.has(definition))
        throw new Error('the genspec config has changed since the run was planned')
    })
  }

  find<C extends Category>(category: C, name: string): KindOf<C> | undefined {
    const kind = this.#kinds.get(`${category} ${name}`)
    return (kind ?? (category === 'metric' ? this.#ofLayer(name) : undefined)) as
      KindOf<C> | undefined
  }

  #ofLayer(name: string): MetricKind | undefined {
    const { metric, layer } = layerIn(name) ?? {}
    const kind = metric === undefined ? undefined : this.find('metric', metric)
    return kind && { ...kind, name, value: (run, reached) => kind.value(run, reached, layer) }
  }

  /** Returns a kind that the checker has already found. */
  get<C extends Category>(category: C, name: string): KindOf<C> {
    const kind = this.find(category, name)
    if (kind === undefined) throw new Error(`internal: no ${category} \`${name}\` is registered`)
    return kind
  }

  every(): Kind[] {
    return [...this.#kinds.values()]
  }

  all<C extends Category>(category: C): KindOf<C>[] {
    return [...this.#kinds.values()].filter((kind): kind is KindOf<C> => kind.category === category)
  }
}

function visit(node: unknown, see: (definition: string) => void): void {
  if (typeof node !== 'object' || node === null) return
  if ('definition' in node && typeof node.definition === 'string') see(node.definition)
  for (const child of Object.values(node)) visit(child, see)
}
