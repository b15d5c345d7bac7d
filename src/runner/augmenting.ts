/** @file Augmentation of training images in a separate thread, while the previous batch is trained on. */

import { createRequire } from 'node:module'
import { Tinypool } from 'tinypool'
import type { Setup } from '../claims/setup.js'
import type { AugmentedImages } from '../kinds/images.js'
import type { RandomKey } from '../random/key.js'

/** The data that the thread needs to open the dataset itself. */
export interface AugmentationOrder {
  /** The project's root, whose config defines kinds. */
  root: string
  setup: Setup
  seed: number
  /** The folder that holds the dataset's files. */
  folder: string
}

export interface AugmentationRequest {
  indices: Int32Array
  key: RandomKey
}

export function startAugmenting(order: AugmentationOrder): AugmentedImages['read'] {
  const thread = new Tinypool({
    filename: createRequire(import.meta.url).resolve('#augmentation-thread'),
    runtime: 'worker_threads',
    workerData: order,
    minThreads: 1,
    maxThreads: 1,
  })
  return (indices, key) => thread.run({ indices, key } satisfies AugmentationRequest)
}
