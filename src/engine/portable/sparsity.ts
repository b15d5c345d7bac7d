/** @file Detection of tensors with so many zeros, as ReLU leaves them, that a product should skip the zeros. */

import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { PortableBackend } from './backend.js'

const SAMPLES = 512
/** Below this share of zeros, skipping saves no time. Both ways give the same bits. */
const SHARE = 0.45
/** Products of tensors with fewer values are too short to gain from skipping zeros. */
const SMALL = 16_384

/** Samples values at equal distances; an odd distance reaches every column of most matrices. */
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
