/**
 * @file Matrix multiplication of blocks that fit in cache, by a 2x16 tile held in registers.
 *
 * Every element of a product is the sum of its terms in the order of k, with one rounding for the
 * multiplication and one for the addition. The blocks of k depend on the shape alone, so neither the
 * other blocks nor the number of threads change a bit of a result.
 */

import { isFinitePanel, LISTED, listPanels, listRows, LISTS, multiplyLists } from './sparse'
import { storeEdge, storeRow, TILE } from './store'

/** c[2, 16] (+)= two rows of k values, `step` bytes from one to the next, times a panel of k rows. */
function tile(
  a0: usize,
  a1: usize,
  step: usize,
  b: usize,
  k: i32,
  c: usize,
  stride: usize,
  accumulate: bool,
): void {
  let c00 = f32x4.splat(0)
  let c01 = c00
  let c02 = c00
  let c03 = c00
  let c10 = c00
  let c11 = c00
  let c12 = c00
  let c13 = c00
  const end = b + (<usize>k << 6)
  while (b < end) {
    const b0 = v128.load(b)
    const b1 = v128.load(b, 16)
    const b2 = v128.load(b, 32)
    const b3 = v128.load(b, 48)
    const x = v128.load32_splat(a0)
    c00 = f32x4.add(c00, f32x4.mul(x, b0))
    c01 = f32x4.add(c01, f32x4.mul(x, b1))
    c02 = f32x4.add(c02, f32x4.mul(x, b2))
    c03 = f32x4.add(c03, f32x4.mul(x, b3))
    const y = v128.load32_splat(a1)
    c10 = f32x4.add(c10, f32x4.mul(y, b0))
    c11 = f32x4.add(c11, f32x4.mul(y, b1))
    c12 = f32x4.add(c12, f32x4.mul(y, b2))
    c13 = f32x4.add(c13, f32x4.mul(y, b3))
    a0 += step
    a1 += step
    b += 64
  }
  storeRow(c, c00, c01, c02, c03, accumulate)
  storeRow(c + stride, c10, c11, c12, c13, accumulate)
}

@inline
function tileOrEdge(
  a0: usize,
  a1: usize,
  step: usize,
  b: usize,
  k: i32,
  c: usize,
  stride: usize,
  m: i32,
  n: i32,
  accumulate: bool,
  edge: usize,
): void {
  if (m >= 2 && n >= 16) {
    tile(a0, a1, step, b, k, c, stride, accumulate)
  } else {
    tile(a0, a1, step, b, k, edge, 64, false)
    storeEdge(edge, c, stride, min(m, 2), min(n, 16), accumulate)
  }
}

/** Bytes of scratch that `multiply` needs. */
@inline
export function multiplySize(sparse: bool): usize {
  return sparse ? TILE + LISTS : TILE
}

/** The value of `aStride` for an a that is packed by rows. */
export const PACKED: usize = 0

/** The address of row i's first term. */
@inline
function rowOf(a: usize, stride: usize, i: i32, k: i32): usize {
  if (stride !== PACKED) return a + <usize>i * stride
  return a + <usize>(i >> 2) * (<usize>k << 4) + (<usize>(i & 3) << 2)
}

/** c[m, n <= 16] (+)= a times a panel. */
function multiplyPanel(
  a: usize,
  aStride: usize,
  panel: usize,
  c: usize,
  cStride: usize,
  m: i32,
  n: i32,
  k: i32,
  accumulate: bool,
  edge: usize,
): void {
  const step: usize = aStride === PACKED ? 16 : 4
  for (let i = 0; i < m; i += 2) {
    const from = rowOf(a, aStride, i, k)
    const next = m - i > 1 ? rowOf(a, aStride, i + 1, k) : from
    tileOrEdge(from, next, step, panel, k, c, cStride, m - i, n, accumulate, edge)
    c += 2 * cStride
  }
}

/**
 * c[m, n] (+)= a b.
 * @param a unpacked with rows `aStride` bytes apart, or packed by rows if `aStride` is PACKED
 * @param b packed by columns
 * @param scratch `multiplySize` bytes
 * @param sparse true if much of a is zero
 */
export function multiply(
  a: usize,
  aStride: usize,
  b: usize,
  c: usize,
  cStride: usize,
  m: i32,
  n: i32,
  k: i32,
  accumulate: bool,
  scratch: usize,
  sparse: bool,
): void {
  const edge = scratch
  const lists = scratch + TILE
  const rows = sparse ? LISTED : m
  for (let i = 0; i < m; i += rows) {
    const height = min(m - i, rows)
    const from = rowOf(a, aStride, i, k)
    if (sparse) {
      if (aStride === PACKED) listPanels(lists, from, height, k)
      else listRows(lists, from, aStride, height, k)
    }
    let panel = b
    for (let j = 0; j < n; j += 16) {
      const to = c + <usize>i * cStride + (<usize>j << 2)
      if (sparse && isFinitePanel(panel, k)) {
        multiplyLists(lists, panel, to, cStride, height, n - j, accumulate, edge)
      } else {
        multiplyPanel(from, aStride, panel, to, cStride, height, n - j, k, accumulate, edge)
      }
      panel += <usize>k << 6
    }
  }
}
