/** @file Augments training images in a thread of its own, while the batch before is trained on. */

import { createRequire } from 'node:module'
import { Tinypool } from 'tinypool'
import type { Setup } from '../claims/setup.js'
import type { AugmentedImages } from '../kinds/images.js'
import type { RandomKey } from '../random/key.js'

/** What the thread needs to open the data itself. */
export interface AugmentationOrder {
  /** The project's root, whose config defines kinds. */
  root: string
  setup: Setup
  seed: number
  /** Where the dataset's files are. */
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
