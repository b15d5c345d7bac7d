/** @file The kernel of matrix multiplication: one task computes one block of the result. */

import { finish } from './activation'
import {
  multiplyPacked,
  multiplyRows,
  packColumns,
  packColumnsTransposed,
  packedColumnsSize,
  packRowsTransposed,
  TILE,
} from './gemm'

/** Terms summed in registers before they are added to the result in memory. */
const DEPTH: i32 = 256

/**
 * c[batch, m, n] = activation(a b + bias), tasks `begin` to `end`, each a block of `mBlock` x `nBlock`.
 * @param aBatch bytes from one matrix of a to the next, 0 when all share one
 */
export function matmul(
  begin: i32,
  end: i32,
  scratch: usize,
  a: usize,
  b: usize,
  c: usize,
  m: i32,
  n: i32,
  k: i32,
  aBatch: usize,
  bBatch: usize,
  transposeA: i32,
  transposeB: i32,
  mBlock: i32,
  nBlock: i32,
  bias: usize,
  activation: i32,
): void {
  const rows = (m + mBlock - 1) / mBlock
  const columns = (n + nBlock - 1) / nBlock
  const aStride = (<usize>(transposeA ? m : k)) << 2
  const bStride = (<usize>(transposeB ? k : n)) << 2
  const cStride = (<usize>n) << 2
  const tile = scratch
  const packedB = scratch + TILE
  const packedA = packedB + packedColumnsSize(DEPTH, nBlock)
  for (let task = begin; task < end; task++) {
    const batch = task / (rows * columns)
    const block = task % (rows * columns)
    const i = (block / columns) * mBlock
    const j = (block % columns) * nBlock
    const height = min(m - i, mBlock)
    const width = min(n - j, nBlock)
    const aBase = a + <usize>batch * aBatch
    const bBase = b + <usize>batch * bBatch
    const to = c + <usize>batch * <usize>m * cStride + <usize>i * cStride + ((<usize>j) << 2)
    for (let p = 0; p < k || p === 0; p += DEPTH) {
      const depth = min(k - p, DEPTH)
      const more = p > 0
      if (transposeB) {
        packColumnsTransposed(
          packedB,
          bBase + <usize>j * bStride + ((<usize>p) << 2),
          bStride,
          depth,
          width,
        )
      } else {
        packColumns(packedB, bBase + <usize>p * bStride + ((<usize>j) << 2), bStride, depth, width)
      }
      if (transposeA) {
        const from = aBase + <usize>p * aStride + ((<usize>i) << 2)
        packRowsTransposed(packedA, from, aStride, depth, height)
        multiplyPacked(packedA, packedB, to, cStride, height, width, depth, more, tile)
      } else {
        const from = aBase + <usize>i * aStride + ((<usize>p) << 2)
        multiplyRows(from, aStride, packedB, to, cStride, height, width, depth, more, tile)
      }
    }
    finish(to, cStride, height, width, bias === 0 ? 0 : bias + ((<usize>j) << 2), activation)
  }
}
