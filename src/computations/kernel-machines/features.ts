/** @file The features of images that a kernel compares, in chunks, so that memory need not hold all of them. */

import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'

export interface FeatureMap {
  chunks: number
  /**
   * @param images [count, height, width, channels]
   * @returns [count, features of that chunk]
   */
  chunk(index: number, images: Tensor4D): Tensor2D
}
