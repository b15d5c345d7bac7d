/**
 * @file Products whose left matrix is half zeros, as the output of ReLU and the gradients before it are: rows
 * become lists of their nonzero values. Adding the product of a zero changes no sum, so the bits are the dense ones.
 */

import { storeEdge, storeRow } from './store'
import { transpose } from './transpose'

/** The most terms of a row. */
const TERMS: usize = 256
/** A list: its length in bytes, offsets of its terms in a panel of 16 columns, their values. */
const OFFSETS: usize = 16
const VALUES: usize = OFFSETS + 4 * TERMS + 16
const LIST: usize = VALUES + 4 * TERMS + 16

/** The number of rows that are lists at the same time, so that they stay in cache. */
export const LISTED: i32 = 64
/** Bytes of `LISTED` lists, and of four rows from which lists are made. */
export const LISTS: usize = LIST * <usize>LISTED + 16 * TERMS

/** The bytes of each lane of a vector, as indices for `swizzle`. */
const A: u32 = 0x03020100
const B: u32 = 0x07060504
const C: u32 = 0x0b0a0908
const D: u32 = 0x0f0e0d0c

/** For each of the 16 sets of lanes, the order that brings them to the front; the other lanes do not matter. */
// prettier-ignore
const FRONT = memory.data<u32>([
  A, A, A, A,  A, A, A, A,  B, A, A, A,  A, B, A, A,
  C, A, A, A,  A, C, A, A,  B, C, A, A,  A, B, C, A,
  D, A, A, A,  A, D, A, A,  B, D, A, A,  A, B, D, A,
  C, D, A, A,  A, C, D, A,  B, C, D, A,  A, B, C, D,
], 16)

/** Appends the lanes of x that are not zero to a list of `length` bytes. */
@inline
function append(list: usize, length: usize, x: v128, offsets: v128): usize {
  const lanes = i32x4.bitmask(f32x4.ne(x, f32x4.splat(0)))
  const front = v128.load(FRONT + (<usize>lanes << 4))
  v128.store(list + length, i8x16.swizzle(offsets, front), OFFSETS)
  v128.store(list + length, i8x16.swizzle(x, front), VALUES)
  return length + (<usize>popcnt(lanes) << 2)
}

/** The last terms of a row, fewer than four: lanes beyond them are zero. */
@inline
function partOf(a: usize, count: i32): v128 {
  let x = v128.load32_zero(a)
  if (count > 1) x = v128.load_lane<f32>(a, x, 1, 4)
  if (count > 2) x = v128.load_lane<f32>(a, x, 2, 8)
  return x
}

/** Lists of m rows of k terms, rows `stride` bytes apart. */
export function listRows(lists: usize, a: usize, stride: usize, m: i32, k: i32): void {
  const step = i32x4.splat(256)
  for (let i = 0; i < m; i++) {
    let length: usize = 0
    let offsets = i32x4(0, 64, 128, 192)
    let from = a
    let p = 0
    for (; p + 4 <= k; p += 4) {
      length = append(lists, length, v128.load(from), offsets)
      offsets = i32x4.add(offsets, step)
      from += 16
    }
    if (p < k) length = append(lists, length, partOf(from, k - p), offsets)
    store<usize>(lists, length)
    lists += LIST
    a += stride
  }
}

/** Lists of m rows of k terms that are packed in panels of 4. */
export function listPanels(lists: usize, panels: usize, m: i32, k: i32): void {
  const stride = <usize>k << 2
  const rows = lists + LIST * <usize>LISTED
  for (let i = 0; i < m; i += 4) {
    transpose(rows, stride, panels, 16, k, 4)
    listRows(lists, rows, stride, min(m - i, 4), k)
    lists += 4 * LIST
    panels += stride << 2
  }
}

/** True if a panel of k rows has neither infinities nor NaN, whose products with zero are NaN. */
export function isFinitePanel(panel: usize, k: i32): bool {
  const exponent = i32x4.splat(0x7f800000)
  const end = panel + (<usize>k << 6)
  let special = i32x4.splat(0)
  for (; panel < end; panel += 32) {
    const x = v128.and(v128.load(panel), exponent)
    const y = v128.and(v128.load(panel, 16), exponent)
    special = v128.or(special, v128.or(i32x4.eq(x, exponent), i32x4.eq(y, exponent)))
  }
  return !v128.any_true(special)
}

/** c[16] (+)= the row of a list times a panel. */
function listTile(list: usize, panel: usize, c: usize, accumulate: bool): void {
  let c0 = f32x4.splat(0)
  let c1 = c0
  let c2 = c0
  let c3 = c0
  const end = list + load<usize>(list)
  for (; list < end; list += 4) {
    const b = panel + load<usize>(list, OFFSETS)
    const x = v128.load32_splat(list, VALUES)
    c0 = f32x4.add(c0, f32x4.mul(x, v128.load(b)))
    c1 = f32x4.add(c1, f32x4.mul(x, v128.load(b, 16)))
    c2 = f32x4.add(c2, f32x4.mul(x, v128.load(b, 32)))
    c3 = f32x4.add(c3, f32x4.mul(x, v128.load(b, 48)))
  }
  storeRow(c, c0, c1, c2, c3, accumulate)
}

/** c[m, n <= 16] (+)= m lists times a panel. */
export function multiplyLists(
  lists: usize,
  panel: usize,
  c: usize,
  stride: usize,
  m: i32,
  n: i32,
  accumulate: bool,
  edge: usize,
): void {
  for (let i = 0; i < m; i++) {
    if (n >= 16) listTile(lists, panel, c, accumulate)
    else {
      listTile(lists, panel, edge, false)
      storeEdge(edge, c, stride, 1, n, accumulate)
    }
    lists += LIST
    c += stride
  }
}
