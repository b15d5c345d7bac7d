/** @file Tensors that several gradients of one operation share. */

import type { Tensor } from '@tensorflow/tfjs-core'

/** Computes tensors when they are first wanted, and again where they were disposed of since. */
export function lazily<Tensors extends [Tensor, ...Tensor[]]>(make: () => Tensors): () => Tensors {
  let made: Tensors | undefined
  return () => (made === undefined || made.some((t) => t.isDisposed) ? (made = make()) : made)
}
