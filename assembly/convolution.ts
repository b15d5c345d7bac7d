/** @file Convolution and its two gradients: patches in blocks that stay in cache, multiplied by the filter. */

import { Activation, finish } from './activation'
import { clearFloats } from './copy'
import { multiply, multiplySize, PACKED } from './gemm'
import { packColumns, packColumnsTransposed, packedColumnsSize, packedRowsSize, packRowsTransposed } from './packing'
import { patchPanels, patchRows } from './patches'
import { Address, Flag } from './types'
import { windowAt } from './window'

/** Terms summed in registers before they are added to the result in memory. */
const DEPTH: i32 = 256

/** Packs a filter [k, n] for `convolve`: blocks of DEPTH rows, each in panels; a task is a block. */
export function packFilter(
  begin: i32,
  end: i32,
  _scratch: usize,
  filter: Address,
  to: Address,
  k: i32,
  n: i32,
): void {
  const row = <usize>n << 2
  for (let block = begin; block < end; block++) {
    const first = block * DEPTH
    const into = to + packedColumnsSize(first, n)
    packColumns(into, filter + <usize>first * row, row, min(k - first, DEPTH), n)
  }
}

/** y = activation(x * filter + bias); a task is `rows` output positions. `sparse`: true if x has many zeros. */
export function convolve(
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
  sparse: Flag,
): void {
  const w = windowAt(window)
  const n = w.outChannels
  const k = w.height * w.width * w.inChannels
  const positions = w.batch * w.outHeight * w.outWidth
  const patches = scratch + multiplySize(sparse !== 0)
  const stride = <usize>n << 2
  for (let task = begin; task < end; task++) {
    const first = task * rows
    const count = min(positions - first, rows)
    const to = y + <usize>first * stride
    patchRows(patches, x, w, first, count)
    for (let p = 0; p < k; p += DEPTH) {
      const depth = min(k - p, DEPTH)
      const panels = packed + packedColumnsSize(p, n)
      const from = patches + (<usize>p << 2)
      multiply(from, <usize>k << 2, panels, to, stride, count, n, depth, p > 0, scratch, sparse !== 0)
    }
    finish(to, stride, count, n, bias, activation)
  }
}

/** filter[h, w, in, out] turned by 180 degrees with in and out exchanged; a task is a tap. */
export function rotateFilter(
  begin: i32,
  end: i32,
  _scratch: usize,
  filter: Address,
  to: Address,
  taps: i32,
  inputs: i32,
  outputs: i32,
): void {
  const size = <usize>inputs * <usize>outputs * 4
  for (let tap = begin; tap < end; tap++) {
    const from = filter + <usize>(taps - 1 - tap) * size
    let into = to + <usize>tap * size
    for (let o = 0; o < outputs; o++) {
      let source = from + (<usize>o << 2)
      for (let i = 0; i < inputs; i++) {
        store<f32>(into, load<f32>(source))
        into += 4
        source += <usize>outputs << 2
      }
    }
  }
}

/**
 * dx of a convolution with strides: dy times the filter, added at the place of each patch; a task is an image.
 * `sparse`: true if dy has many zeros.
 */
export function spreadPatches(
  begin: i32,
  end: i32,
  scratch: usize,
  dy: Address,
  filter: Address,
  dx: Address,
  window: Address,
  sparse: Flag,
): void {
  const w = windowAt(window)
  const n = w.outChannels
  const k = w.height * w.width * w.inChannels
  const positions = w.outHeight * w.outWidth
  const imageSize = w.inHeight * w.inWidth * w.inChannels
  const packed = scratch + multiplySize(sparse !== 0)
  const patches = packed + packedColumnsSize(DEPTH, k)
  for (let image = begin; image < end; image++) {
    const from = dy + <usize>image * <usize>positions * (<usize>n << 2)
    const to = dx + (<usize>image * <usize>imageSize << 2)
    const stride = <usize>k << 2
    for (let p = 0; p < n; p += DEPTH) {
      const depth = min(n - p, DEPTH)
      const offset = <usize>p << 2
      packColumnsTransposed(packed, filter + offset, <usize>n << 2, depth, k)
      const a = from + offset
      multiply(a, <usize>n << 2, packed, patches, stride, positions, k, depth, p > 0, scratch, sparse !== 0)
    }
    clearFloats(to, imageSize)
    let patch = patches
    for (let position = 0; position < positions; position++) {
      const row = (position / w.outWidth) * w.strideHeight - w.top
      const column = (position % w.outWidth) * w.strideWidth - w.left
      for (let i = 0; i < w.height; i++) {
        const y = row + i * w.dilationHeight
        for (let j = 0; j < w.width; j++) {
          const x = column + j * w.dilationWidth
          if (y >= 0 && y < w.inHeight && x >= 0 && x < w.inWidth) {
            addFloats(to + (<usize>((y * w.inWidth + x) * w.inChannels) << 2), patch, w.inChannels)
          }
          patch += <usize>w.inChannels << 2
        }
      }
    }
  }
}

@inline
function addFloats(to: usize, from: usize, count: i32): void {
  let i = 0
  for (; i + 4 <= count; i += 4) {
    v128.store(to, f32x4.add(v128.load(to), v128.load(from)))
    to += 16
    from += 16
  }
  for (; i < count; i++) {
    store<f32>(to, load<f32>(to) + load<f32>(from))
    to += 4
    from += 4
  }
}

/**
 * The part of the filter's gradient from one group of output positions; a task is a group, and
 * its part [k, n] lies at `parts + group * 4 * k * n`. `sparse`: true if x has many zeros.
 */
export function convolveFilterGradient(
  begin: i32,
  end: i32,
  scratch: usize,
  x: Address,
  dy: Address,
  parts: Address,
  window: Address,
  groups: i32,
  rows: i32,
  sparse: Flag,
): void {
  const w = windowAt(window)
  const n = w.outChannels
  const k = w.height * w.width * w.inChannels
  const positions = w.batch * w.outHeight * w.outWidth
  const stride = <usize>n << 2
  const zeros = scratch + multiplySize(sparse !== 0)
  const addresses = zeros + (<usize>w.inChannels << 2)
  const columns = addresses + (<usize>rows << 2)
  const panels = columns + packedColumnsSize(rows, n)
  const patches = panels + packedRowsSize(rows, k)
  const inFours = w.inChannels % 4 === 0
  clearFloats(zeros, w.inChannels)
  for (let group = begin; group < end; group++) {
    const part = parts + <usize>group * <usize>k * stride
    const from = <i32>((<i64>positions * group) / groups)
    const to = <i32>((<i64>positions * (group + 1)) / groups)
    if (from === to) clearFloats(part, k * n)
    for (let first = from; first < to; first += rows) {
      const count = min(to - first, rows)
      packColumns(columns, dy + <usize>first * stride, stride, count, n)
      if (inFours) {
        patchPanels(panels, x, w, first, count, addresses, zeros)
      } else {
        patchRows(patches, x, w, first, count)
        packRowsTransposed(panels, patches, <usize>k << 2, count, k)
      }
      multiply(panels, PACKED, columns, part, stride, k, n, count, first > from, scratch, sparse !== 0)
    }
  }
}

/** to[0..count] = the sum of `groups` parts, in their order; a task is `block` values. */
export function sumParts(
  begin: i32,
  end: i32,
  _scratch: usize,
  parts: Address,
  to: Address,
  count: i32,
  groups: i32,
  block: i32,
): void {
  const last = min(end * block, count)
  const stride = <usize>count << 2
  for (let i = begin * block; i < last; i += 4) {
    let from = parts + (<usize>i << 2)
    let sum = v128.load(from)
    for (let group = 1; group < groups; group++) {
      from += stride
      sum = f32x4.add(sum, v128.load(from))
    }
    // The last four may reach into the rest of the tensor's block of memory.
    v128.store(to + (<usize>i << 2), sum)
  }
}
