/** @file Copying and clearing short runs of floats, for which `memory.copy` is too slow to call. */

import { Address } from './types'


@inline
export function copyFloats(to: usize, from: usize, count: i32): void {
  let i = 0
  for (; i + 4 <= count; i += 4) {
    v128.store(to, v128.load(from))
    to += 16
    from += 16
  }
  for (; i < count; i++) {
    store<f32>(to, load<f32>(from))
    to += 4
    from += 4
  }
}

@inline
export function clearFloats(to: usize, count: i32): void {
  const zero = f32x4.splat(0)
  let i = 0
  for (; i + 4 <= count; i += 4) {
    v128.store(to, zero)
    to += 16
  }
  for (; i < count; i++) {
    store<f32>(to, 0)
    to += 4
  }
}

/** to[row, 0..bytes] = from[row, 0..bytes] for rows `begin * rows` on: rows lie `toStride` and `fromStride` apart. */
export function copyRows(
  begin: i32,
  end: i32,
  _scratch: usize,
  from: Address,
  to: Address,
  fromStride: usize,
  toStride: usize,
  bytes: usize,
  total: i32,
  rows: i32,
): void {
  const last = min(end * rows, total)
  for (let row = begin * rows; row < last; row++) {
    const source = from + <usize>row * fromStride
    const target = to + <usize>row * toStride
    if (bytes < 512) copyFloats(target, source, <i32>(bytes >> 2))
    else memory.copy(target, source, bytes)
  }
}

/** to[i] = from[indices[i]], rows of `bytes`; a task is `rows` indices. */
export function gatherRows(
  begin: i32,
  end: i32,
  _scratch: usize,
  from: Address,
  to: Address,
  indices: Address,
  bytes: usize,
  total: i32,
  rows: i32,
): void {
  const last = min(end * rows, total)
  for (let row = begin * rows; row < last; row++) {
    const index = load<i32>(indices + (<usize>row << 2))
    memory.copy(to + <usize>row * bytes, from + <usize>index * bytes, bytes)
  }
}
