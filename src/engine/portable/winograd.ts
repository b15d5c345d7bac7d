/** @file Convolution with 3x3 filters and stride 1 by Winograd's method (assembly/winograd.ts). */

import type { PortableBackend } from './backend.js'
import { packedColumns, packedRows, TILE } from './packing.js'
import { type Window, withWindow } from './window.js'

/** Bytes of one group's part of a filter gradient above which fewer groups save memory traffic. */
const LARGE_PART = 2 ** 20

export function isWinograd(w: Window): boolean {
  return (
    w.height === 3 &&
    w.width === 3 &&
    w.strideHeight * w.strideWidth * w.dilationHeight * w.dilationWidth === 1 &&
    w.inChannels % 4 === 0 &&
    w.outChannels % 4 === 0 &&
    w.inChannels <= 512 &&
    w.outChannels <= 512
  )
}

const tilesOf = (w: Window): number =>
  w.batch * Math.ceil(w.outHeight / 2) * Math.ceil(w.outWidth / 2)

/**
 * y = activation(x * filter + bias), addresses given.
 * @param turn whether to take the filter turned and with its channels exchanged, for the input's gradient
 */
export function winograd(
  backend: PortableBackend,
  w: Window,
  x: number,
  filter: number,
  y: number,
  turn: boolean,
  bias: number,
  activation: number,
): void {
  const { inChannels, outChannels } = w
  const rows = 64
  const scratch = TILE + 64 + 4 * inChannels + 64 * rows * (inChannels + outChannels)
  backend.borrow(16 * packedColumns(inChannels, outChannels), (packed) => {
    const sizes = [inChannels, outChannels, turn ? 1 : 0]
    backend.pool.run('winogradFilter', inChannels, 0, filter, packed, ...sizes)
    withWindow(backend, w, (window) => {
      const tasks = Math.ceil(tilesOf(w) / rows)
      backend.pool.run('winograd', tasks, scratch, x, packed, y, window, rows, bias, activation)
    })
  })
}

/** dfilter of x and dy, addresses given. */
export function winogradFilterGradient(
  backend: PortableBackend,
  w: Window,
  x: number,
  dy: number,
  to: number,
): void {
  const { inChannels, outChannels } = w
  const count = inChannels * outChannels
  const groups = 64 * count > LARGE_PART ? 8 : 16
  const rows = 64
  const scratch =
    TILE +
    64 +
    4 * Math.max(inChannels, outChannels) +
    16 * (packedRows(rows, inChannels) + packedColumns(rows, outChannels))
  backend.borrow(64 * count * groups, (parts) => {
    withWindow(backend, w, (window) => {
      const kernel = 'winogradFilterGradient'
      backend.pool.run(kernel, groups, scratch, x, dy, parts, window, groups, rows)
    })
    const block = 512
    backend.pool.run(
      'winogradFilterSum',
      Math.ceil(count / block),
      256,
      parts,
      to,
      count,
      groups,
      block,
    )
  })
}
