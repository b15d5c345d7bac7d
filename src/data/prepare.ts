/** @file A run's images: loaded, preprocessed, corrupted. */

import type { Setup } from '../check/setup.js'
import type { Images } from '../kinds/images.js'
import type { Registry } from '../kinds/registry.js'
import { type RandomKey, deriveKey } from '../random/key.js'

export interface PreparedData {
  train: Images
  test: Images
  classes: number
}

/** @throws DataError where a file is damaged */
export async function prepareData(
  registry: Registry,
  { dataset, corruption }: Pick<Setup, 'dataset' | 'corruption'>,
  folder: string,
  key: RandomKey,
): Promise<PreparedData> {
  const kind = registry.get('dataset', dataset.source.kind)
  const splits = await kind.load(dataset.source.parameters, folder, dataset.take)
  const prepare = (split: 'train' | 'test'): Images => {
    let images = splits[split]
    for (const step of dataset.preprocessing) {
      images = registry.get('preprocessing', step.kind).apply(step.parameters, images)
    }
    for (const [index, step] of corruption.entries()) {
      if (step.splits !== 'both' && step.splits !== split) continue
      const stepKey = deriveKey(key, `corruption ${index} ${split}`)
      const { apply } = registry.get('corruption step', step.kind)
      images = apply(step.parameters, images, kind.classes, stepKey)
    }
    return images
  }
  return { train: prepare('train'), test: prepare('test'), classes: kind.classes }
}
