/** @file The geometry of a window over images, as the kernels read it (assembly/window.ts). */

import type { PortableBackend } from './backend.js'
import type { Address } from './heap.js'

export interface Window {
  batch: number
  inHeight: number
  inWidth: number
  inChannels: number
  outHeight: number
  outWidth: number
  outChannels: number
  height: number
  width: number
  strideHeight: number
  strideWidth: number
  dilationHeight: number
  dilationWidth: number
  /** Rows of padding above the image, and columns left of it. */
  top: number
  left: number
}

/** The part of TensorFlow.js' `Conv2DInfo`, of a convolution or a pooling, that a window needs. */
interface WindowInfo {
  batchSize: number
  inHeight: number
  inWidth: number
  inChannels: number
  outHeight: number
  outWidth: number
  outChannels: number
  filterHeight: number
  filterWidth: number
  strideHeight: number
  strideWidth: number
  dilationHeight: number
  dilationWidth: number
  padInfo: { top: number; left: number }
}

export function windowOf(info: WindowInfo): Window {
  const { batchSize, filterHeight, filterWidth, padInfo, ...rest } = info
  return {
    ...rest,
    batch: batchSize,
    height: filterHeight,
    width: filterWidth,
    top: padInfo.top,
    left: padInfo.left,
  }
}

/** Writes a window to the shared memory for as long as `work` runs. */
export function withWindow(
  backend: PortableBackend,
  w: Window,
  work: (address: Address) => void,
): void {
  const words = [
    ...[w.batch, w.inHeight, w.inWidth, w.inChannels, w.outHeight, w.outWidth, w.outChannels],
    ...[w.height, w.width, w.strideHeight, w.strideWidth, w.dilationHeight, w.dilationWidth],
    ...[w.top, w.left],
  ]
  backend.borrow(4 * words.length, (address) => {
    new Int32Array(backend.heap.memory.buffer, address, words.length).set(words)
    work(address)
  })
}
