/** @file The augmentation thread: opens the data as the run does, and answers with pixels. */

import { Tinypool } from 'tinypool'
import { projectRegistry } from '../config/project-registry.js'
import { prepareData } from '../data/prepare.js'
import { seedKey } from '../random/key.js'
import type { AugmentationOrder, AugmentationRequest } from './augmenting.js'

const { root, setup, seed, folder } = Tinypool.workerData as AugmentationOrder
const { dataset, corruption, training } = setup
const { augmentation = [] } = training
const opened = projectRegistry(root).then((registry) =>
  prepareData(registry, { dataset, corruption, augmentation }, folder, seedKey(seed)),
)
// The first request receives the error.
opened.catch(() => undefined)

export default async function ({ indices, key }: AugmentationRequest): Promise<Float32Array> {
  const { augmented } = await opened
  if (augmented === undefined) throw new Error('internal: nothing is augmented')
  return Tinypool.move(await augmented.read(indices, key)) as Float32Array
}
