/** @file The interface of an augmentation, which changes a training image anew at each use. */

import type { RandomStream } from '../random/key.js'
import type { Described } from './described.js'
import type { Parameters, Values } from './parameter.js'
import type { Shape } from './shape.js'

/** `pixels` holds [height, width, channels] in this order, intensities in [0, 1]. */
export interface Image {
  shape: Shape
  pixels: Float32Array
}

export interface AugmentationKind<P extends Parameters = Parameters> extends Described<P> {
  category: 'augmentation'
  /** @throws ShapeError where it cannot take such images */
  outputShape(parameters: Values<P>, input: Shape): Shape
  /** The image changed as the stream draws; may reuse and return the one that it is given. */
  apply(parameters: Values<P>, image: Image, stream: RandomStream): Image
}

export function defineAugmentation<P extends Parameters>(
  kind: Omit<AugmentationKind<P>, 'category'>,
): AugmentationKind {
  return { category: 'augmentation', ...kind } as unknown as AugmentationKind
}
