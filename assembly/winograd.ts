/**
 * @file Convolution with 3x3 or 5x5 filters and stride 1 by Winograd's method: 36 multiplications instead of
 * 144 for 4x4 outputs of a 3x3 filter, or instead of 100 for 2x2 outputs of a 5x5 filter.
 *
 * With tiles d of 6x6 inputs and the filter g, y = A'[(G g G') * (B' d B)]A, where * is elementwise and
 * sums over channels, so that it becomes 36 matrix multiplications.
 */

import { Activation, relu } from './activation'
import { clearFloats } from './copy'
import { multiply } from './gemm'
import { packedColumnsSize } from './packing'
import { TILE } from './store'
import { Address, Flag } from './types'
import { windowAt } from './window'
import {
  ADDRESSES,
  APART,
  inputPixels,
  outputPixels,
  outputsOf,
  pixel,
  TILE_OF_FOUR,
  tilesAcross,
  tilesDown,
} from './winograd-tiles'
import {
  filter as transformFilter,
  input as transformInput,
  inputAt as transformInputAt,
  output as transformOutput,
} from './winograd-transforms'

/** Output channels computed at once, so that their products stay in cache. */
const COLUMNS: i32 = 64

/**
 * The filter [size, size, in, out] as G g G', packed for the 36 multiplications; a task is one of its input
 * channels.
 * @param turn true for the filter of the input's gradient: rotated by 180 degrees, channels exchanged
 */
export function winogradFilter(
  begin: i32,
  end: i32,
  scratch: usize,
  filter: Address,
  to: Address,
  size: i32,
  inputs: i32,
  outputs: i32,
  turn: Flag,
): void {
  const tap = <usize>inputs * <usize>outputs << 2
  const matrix = turn ? packedColumnsSize(outputs, inputs) : packedColumnsSize(inputs, outputs)
  const step = turn ? <usize>0 - tap : tap
  for (let i = begin; i < end; i++) {
    for (let o = 0; o < outputs; o += 4) {
      const at = filter + (<usize>(i * outputs + o) << 2)
      const first = turn ? at + <usize>(size * size - 1) * tap : at
      const into = turn
        ? to + (<usize>(((i >> 4) * outputs + o) * 16 + (i & 15)) << 2)
        : to + (<usize>(((o >> 4) * inputs + i) * 16 + (o & 15)) << 2)
      storeFilter(first, step, size, into, matrix, turn !== 0, scratch)
    }
  }
}

/** G g G' of four filters whose taps lie `tap` bytes apart; `scratch` holds a tile. */
@inline
function storeFilter(
  from: usize,
  tap: usize,
  size: i32,
  to: usize,
  matrix: usize,
  spread: bool,
  scratch: usize,
): void {
  const line = <usize>size * tap
  for (let j = 0; j < size; j++) {
    transformFilter(scratch + (<usize>j << 4), 96, size, from + <usize>j * tap, line)
  }
  const row = scratch + TILE_OF_FOUR
  for (let i: usize = 0; i < 6; i++) {
    const into = to + 6 * i * matrix
    transformFilter(spread ? row : into, spread ? 16 : matrix, size, scratch + 96 * i, 16)
    if (!spread) continue
    // The four filters belong to four rows of a panel.
    for (let j: usize = 0; j < 6; j++) {
      const values = v128.load(row + (j << 4))
      v128.store_lane<f32>(into + j * matrix, values, 0)
      v128.store_lane<f32>(into + j * matrix, values, 1, 64)
      v128.store_lane<f32>(into + j * matrix, values, 2, 128)
      v128.store_lane<f32>(into + j * matrix, values, 3, 192)
    }
  }
}

/** B' d B of four channels: element (i, j) goes to `to + (6i + j) * matrix`. */
@inline
export function storeInput(
  addresses: usize,
  channel: usize,
  to: usize,
  matrix: usize,
  scratch: usize,
): void {
  for (let j: usize = 0; j < 6; j++) {
    transformInput(
      scratch + (j << 4),
      96,
      pixel(addresses, j, channel),
      pixel(addresses, j + 6, channel),
      pixel(addresses, j + 12, channel),
      pixel(addresses, j + 18, channel),
      pixel(addresses, j + 24, channel),
      pixel(addresses, j + 30, channel),
    )
  }
  for (let i: usize = 0; i < 6; i++) {
    transformInputAt(to + 6 * i * matrix, matrix, scratch + 96 * i, 16)
  }
}

/** y = activation(x * filter + bias); a task is `rows` tiles. Needs channels in fours. */
export function winograd(
  begin: i32,
  end: i32,
  scratch: usize,
  x: Address,
  packed: Address,
  y: Address,
  window: Address,
  rows: i32,
  bias: Address,
  activation: Activation,
): void {
  const w = windowAt(window)
  const inputs = w.inChannels
  const outputs = w.outChannels
  const tiles = w.batch * tilesAcross(w) * tilesDown(w)
  const inputRow = <usize>inputs << 2
  const addresses = scratch + TILE
  const tile = addresses + ADDRESSES
  const zeros = tile + TILE_OF_FOUR
  const transformed = zeros + inputRow
  const size = <usize>rows * inputRow + APART
  const products = transformed + 36 * size
  const productRow = <usize>min(outputs, COLUMNS) << 2
  const productSize = <usize>rows * productRow + APART
  const filterSize = packedColumnsSize(inputs, outputs)
  clearFloats(zeros, inputs)
  for (let task = begin; task < end; task++) {
    const first = task * rows
    const count = min(tiles - first, rows)
    for (let t = 0; t < count; t++) {
      inputPixels(addresses, x, w, first + t, zeros)
      const into = transformed + <usize>t * inputRow
      for (let c: usize = 0; c < inputRow; c += 16) storeInput(addresses, c, into + c, size, tile)
    }
    for (let o = 0; o < outputs; o += COLUMNS) {
      const width = min(outputs - o, COLUMNS)
      const panels = packed + packedColumnsSize(inputs, o)
      for (let i: usize = 0; i < 36; i++) {
        multiply(
          transformed + i * size,
          inputRow,
          panels + i * filterSize,
          products + i * productSize,
          productRow,
          count,
          width,
          inputs,
          false,
          scratch,
          false,
        )
      }
      const offset = <usize>o << 2
      for (let t = 0; t < count; t++) {
        outputPixels(addresses, y, w, first + t, 0)
        const from = products + <usize>t * productRow
        for (let c: usize = 0; c < <usize>width << 2; c += 16) {
          const b = bias === 0 ? f32x4.splat(0) : v128.load(bias + offset + c)
          storeOutput(from + c, productSize, addresses, offset + c, w.height, b, activation, tile)
        }
      }
    }
  }
}

/** Writes A' m A of four channels, with bias and activation, to those of the tile's pixels that exist. */
@inline
function storeOutput(
  from: usize,
  matrix: usize,
  addresses: usize,
  channel: usize,
  taps: i32,
  bias: v128,
  activation: Activation,
  scratch: usize,
): void {
  const size = 7 - taps
  for (let j: usize = 0; j < 6; j++) {
    transformOutput(scratch + (j << 4), 96, taps, from + j * matrix, 6 * matrix)
  }
  for (let i = 0; i < size; i++) {
    const at = scratch + 96 * <usize>i
    transformOutput(at, 16, taps, at, 16)
    for (let j = 0; j < size; j++) {
      const to = load<usize>(addresses + (<usize>(i * size + j) << 2))
      if (to === 0) continue
      let value = f32x4.add(v128.load(at + (<usize>j << 4)), bias)
      if (activation === Activation.RELU) value = relu(value)
      v128.store(to + channel, value)
    }
  }
}
