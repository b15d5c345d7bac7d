/** @file Training steps on a device whose memory may be too small for the batch. */

import type { EngineInfo } from '../engine/engine.js'
import { OutOfMemoryError } from '../engine/error.js'

/**
 * Takes a training step. If the device has no memory for it, tries smaller batches to report the largest
 * that fits; their updates do not matter, since the training has failed.
 * @throws OutOfMemoryError with that size
 */
export async function withinMemory<Result>(
  { device, memory }: Pick<EngineInfo, 'device' | 'memory'>,
  batch: number,
  step: (examples: number) => Promise<Result>,
): Promise<Result> {
  try {
    return await step(batch)
  } catch (error) {
    if (!(error instanceof OutOfMemoryError)) throw error
    const fits = await largestThatFits(batch, step)
    const place = `${device} with ${(memory / 2 ** 30).toFixed(0)} GiB`
    const wayOut =
      fits === undefined
        ? 'not even one example fits: take a smaller model, or another engine'
        : `a batch of about ${fits} would fit`
    throw new OutOfMemoryError(`${place} has no memory for a batch of ${batch}; ${wayOut}`, {
      cause: error,
    })
  }
}

/** The largest of half the batch, a quarter, and so on, that fits. */
async function largestThatFits(
  batch: number,
  step: (examples: number) => Promise<unknown>,
): Promise<number | undefined> {
  for (let size = batch >> 1; size >= 1; size >>= 1) {
    try {
      await step(size)
      return size
    } catch (error) {
      if (!(error instanceof OutOfMemoryError)) throw error
    }
  }
  return undefined
}
