/**
 * @file The gradient of a 3x3 or 5x5 filter by Winograd's method, the transpose of the map in winograd.ts:
 * G'[sum over tiles of (B' d B) * (A dy A')]G.
 */

import { clearFloats } from './copy'
import { multiply, PACKED } from './gemm'
import { packedColumnsSize, packedRowsSize } from './packing'
import { TILE } from './store'
import { Address } from './types'
import { windowAt } from './window'
import { storeInput } from './winograd'
import {
  ADDRESSES,
  APART,
  inputPixels,
  outputPixels,
  pixel,
  TILE_OF_FOUR,
  tilesAcross,
  tilesDown,
} from './winograd-tiles'
import {
  filterGradient as transformToFilter,
  outputGradient as transformGradient,
  outputGradientAt as transformGradientAt,
} from './winograd-transforms'

/** A dy A' of four channels: element (i, j) goes to `to + (6i + j) * matrix`. */
@inline
function storeOutputGradient(
  addresses: usize,
  channel: usize,
  taps: i32,
  to: usize,
  matrix: usize,
  scratch: usize,
): void {
  const size = <usize>(7 - taps)
  const zero = f32x4.splat(0)
  for (let j: usize = 0; j < size; j++) {
    transformGradient(
      scratch + (j << 4),
      96,
      taps,
      pixel(addresses, j, channel),
      pixel(addresses, j + size, channel),
      taps === 3 ? pixel(addresses, j + 2 * size, channel) : zero,
      taps === 3 ? pixel(addresses, j + 3 * size, channel) : zero,
    )
  }
  for (let i: usize = 0; i < 6; i++) {
    transformGradientAt(to + 6 * i * matrix, matrix, taps, scratch + 96 * i, 16)
  }
}

/**
 * The sum over one group of tiles of (B' d B) * (A dy A') for one block of input channels; a task is a block and
 * a group, and its part [36, in, out] lies at `parts + group * 144 * in * out`. Needs channels in fours.
 */
export function winogradFilterGradient(
  begin: i32,
  end: i32,
  scratch: usize,
  x: Address,
  dy: Address,
  parts: Address,
  window: Address,
  groups: i32,
  block: i32,
  rows: i32,
): void {
  const w = windowAt(window)
  const inputs = w.inChannels
  const outputs = w.outChannels
  const tiles = w.batch * tilesAcross(w) * tilesDown(w)
  const outputRow = <usize>outputs << 2
  const addresses = scratch + TILE
  const tile = addresses + ADDRESSES
  const zeros = tile + TILE_OF_FOUR
  const panels = zeros + (<usize>max(inputs, outputs) << 2)
  const panelsSize = packedRowsSize(rows, block) + APART
  const columns = panels + 36 * panelsSize
  const columnsSize = packedColumnsSize(rows, outputs) + APART
  const product = <usize>inputs * outputRow
  clearFloats(zeros, max(inputs, outputs))
  for (let task = begin; task < end; task++) {
    const group = task % groups
    const channel = (task / groups) * block
    const width = min(inputs - channel, block)
    const part = parts + <usize>group * 36 * product + <usize>channel * outputRow
    const from = <i32>((<i64>tiles * group) / groups)
    const to = <i32>((<i64>tiles * (group + 1)) / groups)
    for (let first = from; first < to; first += rows) {
      const count = min(to - first, rows)
      for (let t = 0; t < count; t++) {
        inputPixels(addresses, x, w, first + t, zeros)
        let into = panels + (<usize>t << 4)
        for (let c = 0; c < width; c += 4) {
          storeInput(addresses, <usize>(channel + c) << 2, into, panelsSize, tile)
          into += <usize>count << 4
        }
        outputPixels(addresses, dy, w, first + t, zeros)
        for (let c: usize = 0; c < outputRow; c += 16) {
          const at = (c >> 6) * (<usize>count << 6) + (<usize>t << 6) + (c & 63)
          storeOutputGradient(addresses, c, w.height, columns + at, columnsSize, tile)
        }
      }
      for (let i: usize = 0; i < 36; i++) {
        multiply(
          panels + i * panelsSize,
          PACKED,
          columns + i * columnsSize,
          part + i * product,
          outputRow,
          width,
          outputs,
          count,
          first > from,
          scratch,
          false,
        )
      }
    }
  }
}

/** dfilter[size, size, in, out] = G' (sum of the parts) G; a task is `block` values of [in, out], in fours. */
export function winogradFilterSum(
  begin: i32,
  end: i32,
  scratch: usize,
  parts: Address,
  to: Address,
  size: i32,
  count: i32,
  groups: i32,
  block: i32,
): void {
  const matrix = <usize>count << 2
  const last = min(end * block, count)
  for (let i = begin * block; i < last; i += 4) {
    const at = parts + (<usize>i << 2)
    for (let j: usize = 0; j < 36; j++) {
      let sum = v128.load(at + j * matrix)
      for (let group = 1; group < groups; group++) {
        sum = f32x4.add(sum, v128.load(at + (<usize>group * 36 + j) * matrix))
      }
      v128.store(scratch + (j << 4), sum)
    }
    // Columns first, in place.
    for (let j: usize = 0; j < 6; j++) {
      const column = scratch + (j << 4)
      transformToFilter(column, 96, size, column, 96)
    }
    for (let r = 0; r < size; r++) {
      const into = to + (<usize>i << 2) + <usize>(r * size) * matrix
      transformToFilter(into, matrix, size, scratch + 96 * <usize>r, 16)
    }
  }
}
