/** @file Overlapping tiles of 6 x 6 pixels, and the disjoint outputs of each tile. */

import { Window } from './window'

/** Bytes of scratch for the addresses of a tile's pixels, and for a tile of four channels. */
export const ADDRESSES: usize = 192
export const TILE_OF_FOUR: usize = 576
/** Bytes that keep the 36 matrices of a task from starting in the same set of the first-level cache. */
export const APART: usize = 320

/** Outputs of a tile in each direction. */
@inline
export function outputsOf(w: Window): i32 {
  return 7 - w.height
}

@inline
export function tilesAcross(w: Window): i32 {
  return (w.outWidth + outputsOf(w) - 1) / outputsOf(w)
}

@inline
export function tilesDown(w: Window): i32 {
  return (w.outHeight + outputsOf(w) - 1) / outputsOf(w)
}

/** Writes the addresses of the 36 pixels under a tile; `zeros` stands for pixels outside the image. */
export function inputPixels(to: usize, x: usize, w: Window, tile: i32, zeros: usize): void {
  const across = tilesAcross(w)
  const down = tilesDown(w)
  const left = (tile % across) * outputsOf(w) - w.left
  const top = ((tile / across) % down) * outputsOf(w) - w.top
  const image = tile / (across * down)
  pixelsAt(to, x, image, top, left, w.inHeight, w.inWidth, w.inChannels, 6, zeros)
}

/** Writes the addresses of the outputs of a tile in y (or dy), rows of 4 or 2; `outside` stands for those beyond it. */
export function outputPixels(to: usize, y: usize, w: Window, tile: i32, outside: usize): void {
  const across = tilesAcross(w)
  const down = tilesDown(w)
  const size = outputsOf(w)
  const left = (tile % across) * size
  const top = ((tile / across) % down) * size
  const image = tile / (across * down)
  pixelsAt(to, y, image, top, left, w.outHeight, w.outWidth, w.outChannels, size, outside)
}

@inline
function pixelsAt(
  to: usize,
  images: usize,
  image: i32,
  top: i32,
  left: i32,
  height: i32,
  width: i32,
  channels: i32,
  size: i32,
  outside: usize,
): void {
  const pixel = <usize>channels << 2
  for (let row = top; row < top + size; row++) {
    const line = (image * height + row) * width
    const inRow = row >= 0 && row < height
    for (let column = left; column < left + size; column++) {
      const inside = inRow && column >= 0 && column < width
      store<usize>(to, inside ? images + <usize>(line + column) * pixel : outside)
      to += 4
    }
  }
}

/** Loads four channels of the pixel at the address with this index. */
@inline
export function pixel(addresses: usize, index: usize, channel: usize): v128 {
  return v128.load(load<usize>(addresses + (index << 2)) + channel)
}
