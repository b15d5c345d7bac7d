/** @file The interface of an augmentation, which changes a training image anew at each use. */

import type { RandomStream } from '../random/key.js'
import type { Described } from './described.js'
import type { Parameters, Values } from './parameter.js'
import type { Shape } from './shape.js'

/** An image; `pixels` holds [height, width, channels] in this order, intensities in [0, 1]. */
export interface Image {
  shape: Shape
  pixels: Float32Array
}

export interface AugmentationKind<P extends Parameters = Parameters> extends Described<P> {
  category: 'augmentation'
  /**
   * The shape of the output.
   * @throws ShapeError if it cannot take such images
   */
  outputShape(parameters: Values<P>, input: Shape): Shape
  /** Changes the image with random numbers from the stream; may reuse and return the given image. */
  apply(parameters: Values<P>, image: Image, stream: RandomStream): Image
}

export function defineAugmentation<P extends Parameters>(
  kind: Omit<AugmentationKind<P>, 'category'>,
): AugmentationKind {
  return { category: 'augmentation', ...kind } as unknown as AugmentationKind
}
