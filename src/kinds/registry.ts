/** @file All kinds that are known, by category and name: the built-in ones and a project's own. */

import type { AugmentationKind } from './augmentation.js'
import type { ComputationKind, PointsKind } from './computation.js'
import type { CorruptionStepKind, DatasetKind, PreprocessingKind } from './dataset.js'
import type { CombinationKind, LayerKind } from './layer.js'
import type { LossKind } from './loss.js'
import type { MetricKind } from './metric.js'
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

export type Category = Kind['category']

type KindOf<C extends Category> = Extract<Kind, { category: C }>

export class Registry {
  readonly #kinds = new Map<string, Kind>()

  constructor(kinds: Iterable<Kind>) {
    for (const kind of kinds) this.#kinds.set(`${kind.category} ${kind.name}`, kind)
  }

  find<C extends Category>(category: C, name: string): KindOf<C> | undefined {
    return this.#kinds.get(`${category} ${name}`) as KindOf<C> | undefined
  }

  /** For names that the checker has let through. */
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
