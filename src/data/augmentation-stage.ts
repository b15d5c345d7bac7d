/** @file The stage of a training image's way that is drawn anew in every epoch. */

import type { Application } from '../check/setup.js'
import type { Image } from '../kinds/augmentation.js'
import type { ImageMap } from '../kinds/dataset.js'
import type { Registry } from '../kinds/registry.js'
import { type Shape, ShapeError, formatShape } from '../kinds/shape.js'
import { type RandomKey, RandomStream, deriveKey } from '../random/key.js'

interface Stage {
  /** Of the images that reach it, and of those that must leave it. */
  input: Shape
  output: Shape
  /** What becomes of an image that is not trained on; nothing where it stays as it is. */
  otherwise?: ImageMap | undefined
}

/** Whether the augmentation crops images itself, in place of the dataset's `crop`. */
export function replacesCrop(augmentation: readonly Application[]): boolean {
  return augmentation.some(({ kind }) => kind === 'crop')
}

/** @throws ShapeError where other images would leave the stage than they should */
export function augmentationStage(
  registry: Registry,
  augmentation: readonly Application[],
  { input, output, otherwise }: Stage,
  key: RandomKey,
): ImageMap {
  let shape = input
  const steps = augmentation.map((application) => {
    const kind = registry.get('augmentation', application.kind)
    const { window } = application.parameters
    const [height = 0] = Array.isArray(window) ? window : []
    // A crop whose window is not given cuts as much as the one that it stands for.
    const wanted = application.kind === 'crop' && height === 0 ? { window: output.slice(0, 2) } : {}
    const parameters = { ...application.parameters, ...wanted }
    shape = kind.outputShape(parameters, shape)
    return (image: Image, stream: RandomStream) => kind.apply(parameters, image, stream)
  })
  if (formatShape(shape) !== formatShape(output)) {
    const [found, wanted] = [formatShape(shape), formatShape(output)]
    throw new ShapeError(`the augmentation makes images of ${found}, and the model takes ${wanted}`)
  }
  return (from, to, index, epoch) => {
    if (epoch === undefined) {
      if (otherwise) otherwise(from, to, index)
      else to.set(from)
      return
    }
    const stream = new RandomStream(deriveKey(key, `${epoch} ${index}`))
    const start: Image = { shape: input, pixels: from.slice() }
    to.set(steps.reduce((image, step) => step(image, stream), start).pixels)
  }
}
