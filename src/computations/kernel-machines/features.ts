/** @file What a kernel compares: features of images, in chunks, so that they need not all be held at once. */

import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'

export interface FeatureMap {
  chunks: number
  /**
   * @param images [count, height, width, channels]
   * @returns [count, features of that chunk]
   */
  chunk(index: number, images: Tensor4D): Tensor2D
}
