/** @file The way of a split's images from their files to the network, image by image. */

import type { ImageMap, StoredSplit, TrainingPass } from '../kinds/dataset.js'
import type { ImageStream, Images } from '../kinds/images.js'
import { type Shape, elements } from '../kinds/shape.js'
import type { Selection } from './select.js'

/** Images read from disk at once: enough to keep the decoders busy. */
const readAtOnce = 64

/**
 * The selected images of a split, and the stages that each goes through in turn. No stage is carried
 * out before its images are asked for, so that only what comes out of the last one is ever in memory.
 */
export class Pipeline {
  labels: Int32Array
  readonly #stored: StoredSplit
  readonly #indices: Int32Array
  readonly #maps: ImageMap[] = []
  /** Before the first stage and behind each. */
  readonly #buffers: Float32Array[]
  #shape: Shape

  constructor(stored: StoredSplit, { indices, labels }: Selection, shape: Shape) {
    this.labels = labels
    this.#stored = stored
    this.#indices = indices
    this.#shape = shape
    this.#buffers = [new Float32Array(elements(shape))]
  }

  /** Of an image behind the last stage. */
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

  /** Shows images as they are behind the last stage that there is now. */
  readonly pass: TrainingPass = async (visit, atMost = Infinity) => {
    const images = Math.min(this.count, atMost)
    const spread = Int32Array.from({ length: images }, (_, place) =>
      Math.floor((place * this.count) / images),
    )
    await this.#each(spread, visit)
    return { images }
  }

  async inMemory(): Promise<Images> {
    const { count, shape, labels } = this
    const all = Int32Array.from({ length: count }, (_, index) => index)
    return { count, shape, labels, pixels: await this.#pixels(all) }
  }

  streamed(): ImageStream {
    const { count, shape, labels } = this
    return { count, shape, labels, read: (indices) => this.#pixels(indices) }
  }

  async #pixels(indices: Int32Array): Promise<Float32Array> {
    const length = elements(this.shape)
    const pixels = new Float32Array(indices.length * length)
    await this.#each(indices, (image, place) => pixels.set(image, place * length))
    return pixels
  }

  async #each(
    indices: Int32Array,
    visit: (pixels: Float32Array, place: number) => void,
  ): Promise<void> {
    const stored = this.#stored
    if ('image' in stored) {
      const [image] = this.#buffers as [Float32Array]
      for (const [place, index] of indices.entries()) {
        stored.image(this.#indices[index] as number, image)
        visit(this.#apply(image, index), place)
      }
      return
    }
    for (let start = 0; start < indices.length; start += readAtOnce) {
      const block = indices.subarray(start, start + readAtOnce)
      const images = await Promise.all(
        Array.from(block, (index) => stored.read(this.#indices[index] as number)),
      )
      for (const [place, image] of images.entries()) {
        visit(this.#apply(image, block[place] as number), start + place)
      }
    }
  }

  /** The image behind the last stage, in a buffer that the next image overwrites. */
  #apply(image: Float32Array, index: number): Float32Array {
    let from = image
    for (const [stage, map] of this.#maps.entries()) {
      const to = this.#buffers[stage + 1] as Float32Array
      map(from, to, index)
      from = to
    }
    return from
  }
}
