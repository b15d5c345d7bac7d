/** @file Images and labels in memory. */

/** A labelled set of images; `pixels` holds [count, height, width, channels] in this order. */
export interface Images {
  count: number
  /** Height, width, channels. */
  shape: number[]
  pixels: Float32Array
  /** A class per image, from 0. */
  labels: Int32Array
}
