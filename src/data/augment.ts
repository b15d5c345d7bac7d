/** @file The map of a training's augmentations, the first stage of its images. */

import type { Application } from '../claims/setup.js'
import type { Image } from '../kinds/augmentation.js'
import type { ImageMap } from '../kinds/dataset.js'
import type { Registry } from '../kinds/registry.js'
import type { Shape } from '../kinds/shape.js'
import { RandomStream, deriveKey } from '../random/key.js'

/**
 * Combines augmentations.
 * @returns the map that applies all of them in turn, and the shape of its output
 */
export function augmentationMap(
  registry: Registry,
  augmentation: readonly Application[],
  input: Shape,
): [ImageMap, Shape] {
  const steps = augmentation.map(({ kind, parameters }, place) => {
    const { apply, outputShape } = registry.get('augmentation', kind)
    return { place, apply, outputShape, parameters }
  })
  const output = steps.reduce(
    (shape, { outputShape, parameters }) => outputShape(parameters, shape),
    input,
  )
  const map: ImageMap = (from, to, _index, use) => {
    if (use === undefined) throw new Error('internal: an augmented image is used without a key')
    let image: Image = { shape: input, pixels: from }
    for (const { place, apply, parameters } of steps) {
      image = apply(parameters, image, new RandomStream(deriveKey(use, `augmentation ${place}`)))
    }
    to.set(image.pixels)
  }
  return [map, output]
}
