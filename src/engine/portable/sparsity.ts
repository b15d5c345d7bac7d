/** @file Whether so much of a tensor is zero, as ReLU leaves it, that a product should step over the zeros. */

import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { PortableBackend } from './backend.js'

const SAMPLES = 512
/** Below this a product that looks at every term is as fast. Results are the same bits either way. */
const SHARE = 0.45
/** Where there are fewer values, there is nothing to gain. */
const SMALL = 16_384

/** Looks at values in even distances; an odd distance meets every column of most matrices. */
export function isSparse(backend: PortableBackend, tensor: TensorInfo): boolean {
  const values = backend.data.get(tensor.dataId).values as Float32Array
  if (values.length < SMALL) return false
  const distance = Math.floor(values.length / SAMPLES) | 1
  let [zeros, count] = [0, 0]
  for (let i = 0; i < values.length; i += distance) {
    if (values[i] === 0) zeros++
    count++
  }
  return zeros >= SHARE * count
}
