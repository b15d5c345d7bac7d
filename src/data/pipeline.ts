/** @file The pipeline of a split's images, from their files to the network. */

import type { ImageMap, StoredSplit, TrainingPass } from '../kinds/dataset.js'
import type { AugmentedImages, ImageStream, Images } from '../kinds/images.js'
import { type Shape, elements } from '../kinds/shape.js'
import { type RandomKey, deriveKey } from '../random/key.js'
import { ahead } from './ahead.js'
import type { TakenExamples } from './take-examples.js'

/** The size of the images that are read ahead: enough to keep the decoding threads busy during a step. */
const bytesAhead = 128e6
const imagesAhead = { fewest: 8, most: 1024 }

/**
 * The selected images of a split, and the stages that each image passes. A stage runs only when its images are
 * needed, and each stage has a buffer for one image.
 */
export class Pipeline {
  labels: Int32Array
  readonly #stored: StoredSplit
  readonly #indices: Int32Array
  readonly #maps: ImageMap[] = []
  /** One buffer before the first stage, and one after each. */
  readonly #buffers: Float32Array[]
  #shape: Shape

  constructor(stored: StoredSplit, { indices, labels }: TakenExamples, shape: Shape) {
    this.labels = labels
    this.#stored = stored
    this.#indices = indices
    this.#shape = shape
    this.#buffers = [new Float32Array(elements(shape))]
  }

  /** The shape of an image after the last stage. */
  get shape(): Shape {
    return this.#shape
  }

  get count(): number {
    return this.#indices.length
  }

  add(map: ImageMap, output: Shape = this.#shape): void {
    this.#maps.push(map)
    this.#buffers.push(new Float32Array(elements(output)))
    this.#shape = output
  }

  /** Visits the images after the current last stage. */
  readonly pass: TrainingPass = async (visit, atMost = Infinity) => {
    const images = Math.min(this.count, atMost)
    const spread = Int32Array.from({ length: images }, (_, place) =>
      Math.floor((place * this.count) / images),
    )
    const seen = new Float32Array(elements(this.shape))
    await this.#each(spread, () => seen, visit)
    return { images }
  }

  async inMemory(): Promise<Images> {
    const { count, shape, labels } = this
    const all = Int32Array.from({ length: count }, (_, index) => index)
    return { count, shape, labels, pixels: await this.#pixels(all) }
  }

  streamed(): ImageStream & AugmentedImages {
    const { count, shape, labels } = this
    return {
      count,
      shape,
      labels,
      read: (indices: Int32Array, key?: RandomKey) => this.#pixels(indices, key),
    }
  }

  async #pixels(indices: Int32Array, key?: RandomKey): Promise<Float32Array> {
    const length = elements(this.shape)
    const pixels = new Float32Array(indices.length * length)
    const target = (place: number) => pixels.subarray(place * length, (place + 1) * length)
    await this.#each(indices, target, () => undefined, key)
    return pixels
  }

  /**
   * Processes images in order.
   * @param target returns the array for the image at a place
   */
  async #each(
    indices: Int32Array,
    target: (place: number) => Float32Array,
    visit: (pixels: Float32Array) => void,
    key?: RandomKey,
  ): Promise<void> {
    const stored = this.#stored
    const finish = (image: Float32Array, place: number) => {
      const to = target(place)
      this.#apply(image, to, indices[place] as number, key)
      visit(to)
    }
    if ('image' in stored) {
      const [image] = this.#buffers as [Float32Array]
      for (let place = 0; place < indices.length; place++) {
        stored.image(this.#indices[indices[place] as number] as number, image)
        finish(image, place)
      }
      return
    }
    const bytes = Float32Array.BYTES_PER_ELEMENT * (this.#buffers[0] as Float32Array).length
    const { fewest, most } = imagesAhead
    const count = Math.min(most, Math.max(fewest, Math.floor(bytesAhead / bytes)))
    const read = (place: number) => stored.read(this.#indices[indices[place] as number] as number)
    let place = 0
    for await (const image of ahead(indices.length, count, read)) finish(image, place++)
  }

  #apply(image: Float32Array, target: Float32Array, index: number, key?: RandomKey): void {
    if (this.#maps.length === 0) {
      target.set(image)
      return
    }
    const use = key && deriveKey(key, `image ${index}`)
    const last = this.#maps.length - 1
    let from = image
    for (let stage = 0; stage <= last; stage++) {
      const to = stage === last ? target : (this.#buffers[stage + 1] as Float32Array)
      const map = this.#maps[stage] as ImageMap
      map(from, to, index, use)
      from = to
    }
  }
}
