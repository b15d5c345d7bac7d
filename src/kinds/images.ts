/** @file Images and labels, in memory or read as they are needed. */

import type { RandomKey } from '../random/key.js'
import type { Shape } from './shape.js'

interface Labelled {
  count: number
  /** Shape of one image: height, width, channels, or one length after `flatten`. */
  shape: Shape
  /** A class per image, from 0. */
  labels: Int32Array
}

/** A labelled set of images in memory; `pixels` holds [count, ...shape] in this order. */
export interface Images extends Labelled {
  pixels: Float32Array
}

/** A labelled set of images that are prepared on demand. */
export interface ImageStream extends Labelled {
  /**
   * The pixels of these images, [indices.length, ...shape].
   * @throws DataError if an image cannot be read
   */
  read(indices: Int32Array): Promise<Float32Array>
}

/** Training images with new random changes at each use. */
export interface AugmentedImages extends Labelled {
  /**
   * The pixels of these images, [indices.length, ...shape], with changes drawn from the key. The same key and
   * index always give the same image, whatever else is read.
   */
  read(indices: Int32Array, key: RandomKey): Promise<Float32Array>
}
