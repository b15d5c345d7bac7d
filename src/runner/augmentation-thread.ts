/** @file The thread that augments: opens the data as the run does, and answers with pixels. */

import { parentPort, workerData } from 'node:worker_threads'
import { projectRegistry } from '../config/project-registry.js'
import { prepareData } from '../data/prepare.js'
import { seedKey } from '../random/key.js'
import type { AugmentationOrder, AugmentationReply, AugmentationRequest } from './augmenting.js'

const { setup, seed, folder } = workerData as AugmentationOrder
const { dataset, corruption, training } = setup
const { augmentation = [] } = training
const opened = projectRegistry().then((registry) =>
  prepareData(registry, { dataset, corruption, augmentation }, folder, seedKey(seed)),
)
// Whoever asks first hears of it.
opened.catch(() => undefined)

parentPort?.on('message', ({ number, indices, key }: AugmentationRequest) => {
  const reply = (answer: AugmentationReply, moved: ArrayBuffer[] = []) =>
    parentPort?.postMessage(answer, moved)
  opened
    .then(({ augmented }) => {
      if (augmented === undefined) throw new Error('internal: nothing is augmented')
      return augmented.read(indices, key)
    })
    .then(
      (pixels) => reply({ number, pixels }, [pixels.buffer as ArrayBuffer]),
      (error: unknown) =>
        reply({ number, failure: error instanceof Error ? error.message : String(error) }),
    )
})
