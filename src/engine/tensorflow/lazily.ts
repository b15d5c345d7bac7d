/** @file Lazily computed tensors that several gradients of one operation share. */

import type { Tensor } from '@tensorflow/tfjs-core'

/** Computes tensors on first use, and again if they were disposed of since. */
export function lazily<Tensors extends [Tensor, ...Tensor[]]>(make: () => Tensors): () => Tensors {
  let made: Tensors | undefined
  return () => (made === undefined || made.some((t) => t.isDisposed) ? (made = make()) : made)
}
