/** @file What genspec knows of a dataset, of preprocessing, and of the steps of a corruption. */

import type { RandomKey } from '../random/key.js'
import type { Described } from './described.js'
import type { Images } from './images.js'
import type { Parameters, Values } from './parameter.js'
import type { Shape } from './shape.js'

/** A dataset's files on this machine, or why they are not there and what would help. */
export type Location =
  | {
      found: true
      folder: string
      /** Stands for the content of the files; part of a run's key. */
      fingerprint: string
    }
  | { found: false; reason: string; help: string }

/** How many examples of each split are used, from the first on. */
export interface Take {
  train: number
  test: number
}

export interface DatasetKind<P extends Parameters = Parameters> extends Described<P> {
  category: 'dataset'
  shape: Shape
  classes: number
  examples: Take
  /** Looks for the files, without reading the images. */
  locate(parameters: Values<P>): Promise<Location>
  /**
   * Reads the first examples of each split, pixels scaled to [0, 1].
   * @throws DataError where a file is damaged
   */
  load(parameters: Values<P>, folder: string, take: Take): Promise<{ train: Images; test: Images }>
}

/** A dataset's file is damaged; the message says which, how, and what to do. */
export class DataError extends Error {}

/** A step of a dataset's preprocessing; it looks at one image at a time. */
export interface PreprocessingKind<P extends Parameters = Parameters> extends Described<P> {
  category: 'preprocessing'
  /** @throws ShapeError where the step cannot take such images */
  outputShape(parameters: Values<P>, input: Shape): Shape
  apply(parameters: Values<P>, images: Images): Images
}

/** A step of a corruption, drawn once per run and fixed over epochs. */
export interface CorruptionStepKind<P extends Parameters = Parameters> extends Described<P> {
  category: 'corruption step'
  apply(parameters: Values<P>, images: Images, classes: number, key: RandomKey): Images
}

export function defineDataset<P extends Parameters>(
  kind: Omit<DatasetKind<P>, 'category'>,
): DatasetKind {
  return { category: 'dataset', ...kind } as unknown as DatasetKind
}

export function definePreprocessing<P extends Parameters>(
  kind: Omit<PreprocessingKind<P>, 'category'>,
): PreprocessingKind {
  return { category: 'preprocessing', ...kind } as unknown as PreprocessingKind
}

export function defineCorruptionStep<P extends Parameters>(
  kind: Omit<CorruptionStepKind<P>, 'category'>,
): CorruptionStepKind {
  return { category: 'corruption step', ...kind } as unknown as CorruptionStepKind
}
