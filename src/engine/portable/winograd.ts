/** @file Convolution with 3x3 or 5x5 filters and stride 1 by Winograd's method (assembly/winograd.ts). */

import type { Code } from './arguments.js'
import type { PortableBackend } from './backend.js'
import type { Address } from './heap.js'
import { packedColumns, packedRows, TILE } from './packing.js'
import { type Window, withWindow } from './window.js'

/** Pixels of a tile, and the gap in bytes between a task's matrices, one for each pixel
 * (assembly/winograd-tiles.ts). */
const PIXELS = 36
const APART = 320
/** Bytes of scratch for the edge of a product, the addresses of a tile's pixels, and two tiles of four channels. */
const SMALL = TILE + 192 + 2 * 576
/** Bytes of a task's transformed tiles: forward, as many as stay in the second-level cache; for the filter's
 * gradient, enough to repay the summation over tasks. */
const FORWARD_BYTES = 600_000
const GRADIENT_BYTES = 1_800_000
/** Output channels that are computed together. */
const COLUMNS = 64
/** The most input channels of a task, and the fewest tasks, of a filter's gradient. */
const BLOCK = 64
const TASKS = 16

export function isWinograd(w: Window): boolean {
  return (
    w.height === w.width &&
    (w.height === 3 || w.height === 5) &&
    w.strideHeight * w.strideWidth * w.dilationHeight * w.dilationWidth === 1 &&
    w.inChannels % 4 === 0 &&
    w.outChannels % 4 === 0 &&
    w.inChannels <= 512 &&
    w.outChannels <= 512 &&
    // For smaller images, a tile does more work than a direct convolution.
    w.outHeight * w.outWidth * w.height * w.width > PIXELS
  )
}

function tilesOf(w: Window): number {
  const outputs = 7 - w.height
  return w.batch * Math.ceil(w.outHeight / outputs) * Math.ceil(w.outWidth / outputs)
}

/** The number of tiles of one task whose transformed values, of `channels` channels, take `bytes` bytes. */
function tilesIn(bytes: number, channels: number): number {
  return Math.max(8, Math.min(96, 4 * Math.floor(bytes / (16 * PIXELS * channels))))
}

/**
 * Computes y = activation(x * filter + bias) from the addresses of the tensors.
 * @param turn true to rotate the filter by 180 degrees and exchange its channels, for the input's gradient
 */
export function winograd(
  backend: PortableBackend,
  w: Window,
  x: Address,
  filter: Address,
  y: Address,
  turn: boolean,
  bias: Address,
  activation: Code<'Activation'>,
): void {
  const { inChannels, outChannels } = w
  const columns = Math.min(outChannels, COLUMNS)
  const rows = tilesIn(FORWARD_BYTES, inChannels + columns)
  const scratch = SMALL + 4 * inChannels + PIXELS * (4 * rows * (inChannels + columns) + 2 * APART)
  backend.borrow(PIXELS * packedColumns(inChannels, outChannels), (packed) => {
    const [inputs, outputs] = turn ? [outChannels, inChannels] : [inChannels, outChannels]
    const given = { filter, to: packed, size: w.height, inputs, outputs, turn }
    backend.pool.run('winogradFilter', inputs, SMALL, given)
    withWindow(backend, w, (window) => {
      const tasks = Math.ceil(tilesOf(w) / rows)
      const given = { x, packed, y, window, rows, bias, activation }
      backend.pool.run('winograd', tasks, scratch, given)
    })
  })
}

/** Computes dfilter from the addresses of x and dy. */
export function winogradFilterGradient(
  backend: PortableBackend,
  w: Window,
  x: Address,
  dy: Address,
  to: Address,
): void {
  const { inChannels, outChannels } = w
  const count = inChannels * outChannels
  const blocks = Math.ceil(inChannels / BLOCK)
  const block = 4 * Math.ceil(inChannels / blocks / 4)
  const groups = Math.min(Math.ceil(TASKS / blocks), tilesOf(w))
  const rows = tilesIn(GRADIENT_BYTES, block + outChannels)
  const scratch =
    SMALL +
    4 * Math.max(inChannels, outChannels) +
    PIXELS * (packedRows(rows, block) + packedColumns(rows, outChannels) + 2 * APART)
  backend.borrow(4 * PIXELS * count * groups, (parts) => {
    withWindow(backend, w, (window) => {
      const tasks = Math.ceil(inChannels / block) * groups
      const given = { x, dy, parts, window, groups, block, rows }
      backend.pool.run('winogradFilterGradient', tasks, scratch, given)
    })
    const values = 512
    const given = { parts, to, size: w.height, count, groups, block: values }
    backend.pool.run('winogradFilterSum', Math.ceil(count / values), SMALL, given)
  })
}
