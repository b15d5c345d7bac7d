/** @file Augments training images in a thread of its own, while the batch before is trained on. */

import { Worker } from 'node:worker_threads'
import type { Setup } from '../check/setup.js'
import type { AugmentedImages } from '../kinds/images.js'
import type { RandomKey } from '../random/key.js'

/** What the thread needs to open the data itself. */
export interface AugmentationOrder {
  setup: Setup
  seed: number
  /** Where the dataset's files are. */
  folder: string
}

export interface AugmentationRequest {
  number: number
  indices: Int32Array
  key: RandomKey
}

export type AugmentationReply =
  { number: number; pixels: Float32Array } | { number: number; failure: string }

export function startAugmenting(order: AugmentationOrder): AugmentedImages['read'] {
  const thread = new Worker(new URL('./augmentation-thread.js', import.meta.url), {
    workerData: order,
  })
  thread.unref()
  type Waiting = { resolve: (pixels: Float32Array) => void; reject: (error: Error) => void }
  const waiting = new Map<number, Waiting>()
  let failed: Error | undefined
  const fail = (error: Error) => {
    failed = error
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  thread.on('error', fail)
  thread.on('message', (reply: AugmentationReply) => {
    const asked = waiting.get(reply.number)
    waiting.delete(reply.number)
    if ('pixels' in reply) asked?.resolve(reply.pixels)
    else asked?.reject(new Error(reply.failure))
    if (waiting.size === 0) thread.unref()
  })
  let asked = 0
  return (indices, key) =>
    new Promise((resolve, reject) => {
      if (failed) {
        reject(failed)
        return
      }
      const number = asked++
      waiting.set(number, { resolve, reject })
      // The thread keeps the process alive only while somebody waits for it.
      thread.ref()
      thread.postMessage({ number, indices, key } satisfies AugmentationRequest)
    })
}
