/** @file The patches of an image under a window, as rows of a matrix: one row for each output position. */

import { clearFloats, copyFloats } from './copy'
import { Window } from './window'

/** Writes rows [first, first + count) of the matrix [positions, height * width * channels]. */
export function patchRows(to: usize, x: usize, w: Window, first: i32, count: i32): void {
  const channels = w.inChannels
  const run = w.width * channels
  const pixel = (<usize>channels) << 2
  for (let position = first; position < first + count; position++) {
    const column = position % w.outWidth
    const row = (position / w.outWidth) % w.outHeight
    const image = position / (w.outWidth * w.outHeight)
    const fromColumn = column * w.strideWidth - w.left
    const inside = w.dilationWidth === 1 && fromColumn >= 0 && fromColumn + w.width <= w.inWidth
    for (let i = 0; i < w.height; i++) {
      const y = row * w.strideHeight - w.top + i * w.dilationHeight
      const line = x + <usize>(image * w.inHeight + y) * <usize>w.inWidth * pixel
      if (y < 0 || y >= w.inHeight) {
        clearFloats(to, run)
        to += (<usize>run) << 2
      } else if (inside) {
        copyFloats(to, line + <usize>fromColumn * pixel, run)
        to += (<usize>run) << 2
      } else {
        for (let j = 0; j < w.width; j++) {
          const column = fromColumn + j * w.dilationWidth
          if (column < 0 || column >= w.inWidth) clearFloats(to, channels)
          else copyFloats(to, line + <usize>column * pixel, channels)
          to += pixel
        }
      }
    }
  }
}

/**
 * Writes the same rows packed for `multiplyPacked` as the left matrix transposed: panels of 4 columns of the
 * matrix, each holding `count` rows. Needs channels in fours.
 * @param addresses 4 * count bytes of scratch
 * @param zeros 4 * channels bytes that are zero
 */
export function patchPanels(
  to: usize,
  x: usize,
  w: Window,
  first: i32,
  count: i32,
  addresses: usize,
  zeros: usize,
): void {
  const channels = w.inChannels
  const panel = (<usize>count) << 4
  for (let i = 0; i < w.height; i++) {
    for (let j = 0; j < w.width; j++) {
      for (let p = 0; p < count; p++) {
        const position = first + p
        const column = (position % w.outWidth) * w.strideWidth - w.left + j * w.dilationWidth
        const row = position / w.outWidth
        const y = (row % w.outHeight) * w.strideHeight - w.top + i * w.dilationHeight
        const inside = y >= 0 && y < w.inHeight && column >= 0 && column < w.inWidth
        const pixel = ((row / w.outHeight) * w.inHeight + y) * w.inWidth + column
        store<usize>(
          addresses + ((<usize>p) << 2),
          inside ? x + <usize>pixel * ((<usize>channels) << 2) : zeros,
        )
      }
      let c: usize = 0
      for (; c + 64 <= (<usize>channels) << 2; c += 64) {
        for (let p: usize = 0; p < panel; p += 16) {
          const from = load<usize>(addresses + (p >> 2)) + c
          v128.store(to + p, v128.load(from))
          v128.store(to + p + panel, v128.load(from, 16))
          v128.store(to + p + 2 * panel, v128.load(from, 32))
          v128.store(to + p + 3 * panel, v128.load(from, 48))
        }
        to += 4 * panel
      }
      for (; c < (<usize>channels) << 2; c += 16) {
        for (let p: usize = 0; p < panel; p += 16) {
          v128.store(to + p, v128.load(load<usize>(addresses + (p >> 2)) + c))
        }
        to += panel
      }
    }
  }
}
