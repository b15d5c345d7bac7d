/** @file The images of a run: read, selected, preprocessed, corrupted. */

import { withWindows } from '../claims/augmentation.js'
import type { Application, CorruptionStep, DatasetSetup } from '../claims/setup.js'
import type { AugmentedImages, ImageStream, Images } from '../kinds/images.js'
import type { Registry } from '../kinds/registry.js'
import { elements } from '../kinds/shape.js'
import { describeSource } from '../kinds/dataset-source.js'
import { type RandomKey, deriveKey, seedKey } from '../random/key.js'
import { augmentationMap } from './augment.js'
import { Pipeline } from './pipeline.js'
import { select } from './take-examples.js'

/** The data of a training, whose images are prepared on demand. */
export interface PreparedData {
  train: ImageStream
  test: ImageStream
  /** The images of training steps, if the training augments; evaluations use `train`. */
  augmented?: AugmentedImages
  classes: number
}

export interface PreparationSetup {
  dataset: DatasetSetup
  corruption: readonly CorruptionStep[]
  augmentation?: readonly Application[]
}

interface Pipelines {
  train: Pipeline
  test: Pipeline
  augmented: Pipeline | undefined
  classes: number
}

const splits = ['train', 'test'] as const

/**
 * Prepares the data of a run. Corruptions act on the dataset's images. They come after the steps that select
 * the pixels of an image (`crop`, `resize`, `grayscale`) and before the first step that rescales them
 * (`standardize`, `zca`, `flatten`), unless they are `after preprocessing`. A permutation commutes with the
 * paper's per-image standardisation, so for it only the place of the crop matters; Gaussian pixels match the
 * moments of the images in [0, 1] and are then standardised like any image.
 *
 * Augmentations come first, on the stored images: after a random crop, a centre crop to the same size has no
 * effect, so the random crop replaces it.
 * @param key the run's key, from which all random numbers are derived
 * @throws DataError if a file is damaged
 */
export async function prepareData(
  registry: Registry,
  setup: PreparationSetup,
  folder: string,
  key: RandomKey,
): Promise<PreparedData> {
  const { train, test, augmented, classes } = await openPipelines(registry, setup, folder, key)
  return {
    train: train.streamed(),
    test: test.streamed(),
    ...(augmented && { augmented: augmented.streamed() }),
    classes,
  }
}

/** Prepares all images at once, for computations that need them in memory. */
export async function prepareInMemory(
  registry: Registry,
  setup: Omit<PreparationSetup, 'augmentation'>,
  folder: string,
  key: RandomKey,
): Promise<{ train: Images; test: Images; classes: number }> {
  const { train, test, classes } = await openPipelines(registry, setup, folder, key)
  return { train: await train.inMemory(), test: await test.inMemory(), classes }
}

async function openPipelines(
  registry: Registry,
  { dataset, corruption, augmentation = [] }: PreparationSetup,
  folder: string,
  key: RandomKey,
): Promise<Pipelines> {
  const kind = registry.get('dataset', dataset.source.kind)
  const description = describeSource(registry, dataset)
  const classes = dataset.classes?.length ?? description.classes.length
  const stored = await kind.load(dataset.source.parameters, folder)
  const pipeline = (split: 'train' | 'test') => {
    const { [split]: count, by } = dataset.take
    const takeKey = deriveKey(key, `take ${split}`)
    const selection = select(stored[split].labels, dataset.classes, classes, count, by, takeKey)
    return new Pipeline(stored[split], selection, description.shape)
  }
  const pipelines = { train: pipeline('train'), test: pipeline('test') }
  const augmented = augmentation.length === 0 ? undefined : pipeline('train')
  augmented?.add(
    ...augmentationMap(registry, withWindows(augmentation, dataset.preprocessing), augmented.shape),
  )

  const preprocess = async ({ kind, parameters }: Application) => {
    const step = registry.get('preprocessing', kind)
    const { shape, pass } = pipelines.train
    const map = await step.prepare(parameters, shape, pass)
    for (const split of splits) pipelines[split].add(map, step.outputShape(parameters, shape))
    if (augmented === undefined) return
    const same = elements(augmented.shape) === elements(shape)
    const ownMap = same ? map : await step.prepare(parameters, augmented.shape, augmented.pass)
    augmented.add(ownMap, step.outputShape(parameters, augmented.shape))
  }

  const corrupt = async (step: CorruptionStep, purpose: string) => {
    const { relabel, repaint } = registry.get('corruption step', step.kind)
    const root = step.seed === undefined ? key : seedKey(step.seed)
    const sharedKey = deriveKey(root, purpose)
    // Both splits are drawn before either changes, so that neither depends on the other's changes.
    const { shape, pass } = pipelines.train
    const changes = splits
      .filter((split) => step.splits === 'both' || step.splits === split)
      .map(async (split) => {
        const splitKey = deriveKey(sharedKey, split)
        const context = { shape, classes, key: splitKey, sharedKey, training: pass }
        const labels = relabel?.(step.parameters, pipelines[split].labels, context)
        return { split, labels, map: await repaint?.(step.parameters, context) }
      })
    for (const { split, labels, map } of await Promise.all(changes)) {
      if (labels) pipelines[split].labels = labels
      if (map) pipelines[split].add(map)
      if (map && split === 'train') augmented?.add(map)
    }
  }

  const end = dataset.preprocessing.findIndex(
    ({ kind }) => registry.get('preprocessing', kind).endsImage,
  )
  const ofImages = end === -1 ? dataset.preprocessing.length : end
  const purposes = purposesOf(corruption)
  const corruptAll = async (after: boolean) => {
    for (const [index, step] of corruption.entries()) {
      if ((step.after === 'preprocessing') === after) await corrupt(step, purposes[index] as string)
    }
  }
  for (const step of dataset.preprocessing.slice(0, ofImages)) await preprocess(step)
  await corruptAll(false)
  for (const step of dataset.preprocessing.slice(ofImages)) await preprocess(step)
  await corruptAll(true)
  if (augmented) augmented.labels = pipelines.train.labels
  return { ...pipelines, augmented, classes }
}

/**
 * Steps of the same kind are numbered separately, so `random labels` draws the same labels from a seed in every
 * composition.
 */
function purposesOf(corruption: readonly CorruptionStep[]): string[] {
  const seen = new Map<string, number>()
  return corruption.map(({ kind }) => {
    const earlier = seen.get(kind) ?? 0
    seen.set(kind, earlier + 1)
    return `corruption ${kind} ${earlier}`
  })
}
