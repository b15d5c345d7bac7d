/** @file The interfaces of a dataset, of preprocessing, and of the steps of a corruption. */

import type { RandomKey } from '../random/key.js'
import type { Described } from './described.js'
import type { Parameters, Values } from './parameter.js'
import type { Shape } from './shape.js'

/** A dataset's files on this machine, or the reason why they are missing, with a remedy. */
export type Location =
  | {
      found: true
      folder: string
      /** A fingerprint of the content of the files; part of a run's key. */
      fingerprint: string
    }
  | { found: false; reason: string; help: string }

/** The number of examples of each split that are used. */
export interface Take {
  train: number
  test: number
  /** Equally many of each class, or drawn by the run's key; by default the first ones. */
  by?: 'balanced' | 'random'
}

/** The properties of a dataset that are known without reading its images. */
export interface DatasetDescription {
  /** Height, width, channels. */
  shape: Shape
  /** Names of the classes, in the order of their labels. */
  classes: readonly string[]
  examples: { train: number; test: number }
  /** Examples of each class, if known. */
  perClass?: { train: readonly number[]; test: readonly number[] }
  /** Notes for users about their own files: which are left out, how they are read. */
  notes?: readonly string[]
}

/** The files and facts of a published dataset, for `genspec data`. */
export interface Publication {
  licence: string
  /** Empty if there is nothing to fetch, or only after a registration. */
  downloads: Download[]
}

export interface Download {
  url: string
  /** The published sum, which tells whether a download is complete. */
  sha256: string
  bytes: number
  /** True if the file is an archive (`.tar.gz`), from which the dataset's files are extracted. */
  archive?: true
}

/** A split in its stored form: pixels are [height, width, channels], scaled to [0, 1]. */
export type StoredSplit = StoredInMemory | StoredOnDisk

export interface StoredInMemory {
  /** A class per image, from 0. */
  labels: Int32Array
  image(index: number, to: Float32Array): void
}

export interface StoredOnDisk {
  labels: Int32Array
  /**
   * Reads the pixels of an image.
   * @throws DataError if the image cannot be read
   */
  read(index: number): Promise<Float32Array>
}

export interface DatasetKind<P extends Parameters = Parameters> extends Described<P> {
  category: 'dataset'
  publication?: Publication
  /**
   * @param path the value of the kind's parameter of type `path`, if it has one
   * @throws DataError if the files have to be inspected and are not as they should be
   */
  describe(parameters: Values<P>, path?: string): DatasetDescription
  /**
   * Looks for the files, without reading the images.
   * @throws DataError as `describe`
   */
  locate(parameters: Values<P>, path?: string): Promise<Location>
  /**
   * Opens what {@link locate} found.
   * @throws DataError if a file is damaged
   */
  load(parameters: Values<P>, folder: string): Promise<{ train: StoredSplit; test: StoredSplit }>
}

/** A damaged file of a dataset; the message names the file, the damage and a remedy. */
export class DataError extends Error {
  override name = 'DataError'

  /** A project's config has a separate copy of this class, so `instanceof` compares by name. */
  static override [Symbol.hasInstance](error: unknown): boolean {
    return error instanceof Error && error.name === 'DataError'
  }
}

/**
 * Transforms one image: reads `from`, writes all of `to`. `index` counts within the split; `use` is the key of one
 * use of the image, for random numbers that are drawn anew each time.
 */
export type ImageMap = (
  from: Float32Array,
  to: Float32Array,
  index: number,
  use: RandomKey | undefined,
) => void

/**
 * Shows the training images as they reach a step, for steps that need statistics of the dataset:
 * all of them, or this many evenly spaced ones. The array is reused from image to image.
 */
export type TrainingPass = (
  visit: (pixels: Float32Array) => void,
  atMost?: number,
) => Promise<{ images: number }>

/** A step of a dataset's preprocessing. */
export interface PreprocessingKind<P extends Parameters = Parameters> extends Described<P> {
  category: 'preprocessing'
  /** True if its pixels are no longer intensities of an image; corruptions come before the first such step. */
  endsImage: boolean
  /**
   * The shape of the output.
   * @throws ShapeError if the step cannot take such images
   */
  outputShape(parameters: Values<P>, input: Shape): Shape
  /** Prepares the map of each image, which is the same for both splits. */
  prepare(parameters: Values<P>, input: Shape, training: TrainingPass): ImageMap | Promise<ImageMap>
}

/** The random numbers and facts that a step of a corruption uses. */
export interface CorruptionContext {
  /** Shape of the images that it changes. */
  shape: Shape
  classes: number
  /** The key of random numbers for a single split. */
  key: RandomKey
  /** The key of random numbers that both splits share. */
  sharedKey: RandomKey
  training: TrainingPass
}

/** A step of a corruption, drawn once per run and fixed over epochs. It changes labels, images or both. */
export interface CorruptionStepKind<P extends Parameters = Parameters> extends Described<P> {
  category: 'corruption step'
  /** The reason why the step does not fit a dataset, as a sentence; undefined if it fits. */
  misfit?(parameters: Values<P>, dataset: { shape: Shape; classes: number }): string | undefined
  /** True if it changes no example; the run then equals the run without the step. */
  idle?(parameters: Values<P>): boolean
  relabel?(parameters: Values<P>, labels: Int32Array, context: CorruptionContext): Int32Array
  repaint?(parameters: Values<P>, context: CorruptionContext): ImageMap | Promise<ImageMap>
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
