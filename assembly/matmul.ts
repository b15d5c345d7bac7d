/** @file The kernel of matrix multiplication: one task computes one block of the result. */

import { Activation, finish } from './activation'
import { multiply, multiplySize, PACKED } from './gemm'
import { packColumns, packColumnsTransposed, packedColumnsSize, packedRowsSize, packRowsTransposed } from './packing'
import { transpose } from './transpose'
import { Address, Flag } from './types'

/** Terms summed in registers before they are added to the result in memory. */
const DEPTH: i32 = 256

/** The operand with many zeros, if there is one; b only if a alone is transposed. */
export enum Sparse {
  NEITHER,
  A,
  B,
}

/**
 * c[batch, m, n] = activation(a b + bias), tasks `begin` to `end`, each a block of `mBlock` x `nBlock`.
 * @param aBatch bytes from one matrix of a to the next, 0 if all products share one
 */
export function matmul(
  begin: i32,
  end: i32,
  scratch: usize,
  a: Address,
  b: Address,
  c: Address,
  m: i32,
  n: i32,
  k: i32,
  aBatch: usize,
  bBatch: usize,
  transposeA: Flag,
  transposeB: Flag,
  mBlock: i32,
  nBlock: i32,
  bias: Address,
  activation: Activation,
  sparse: Sparse,
): void {
  const rows = (m + mBlock - 1) / mBlock
  const columns = (n + nBlock - 1) / nBlock
  const aStride = (<usize>(transposeA ? m : k)) << 2
  const bStride = (<usize>(transposeB ? k : n)) << 2
  const cStride = (<usize>n) << 2
  const turned = sparse === Sparse.B
  const packedB = scratch + multiplySize(sparse !== Sparse.NEITHER)
  const packedA = packedB + packedColumnsSize(DEPTH, turned ? mBlock : nBlock)
  const product = packedA + packedRowsSize(DEPTH, turned ? nBlock : mBlock)
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
      const aFrom = aBase + (transposeA ? <usize>p * aStride + ((<usize>i) << 2) : <usize>i * aStride + ((<usize>p) << 2))
      const bFrom = bBase + (transposeB ? <usize>j * bStride + ((<usize>p) << 2) : <usize>p * bStride + ((<usize>j) << 2))
      if (turned) {
        // Computes the transpose of c, since lists are made of the left operand's rows.
        packRowsTransposed(packedA, bFrom, bStride, depth, width)
        packColumns(packedB, aFrom, aStride, depth, height)
        multiply(packedA, PACKED, packedB, product, <usize>mBlock << 2, width, height, depth, more, scratch, sparse !== Sparse.NEITHER)
        continue
      }
      if (transposeB) packColumnsTransposed(packedB, bFrom, bStride, depth, width)
      else packColumns(packedB, bFrom, bStride, depth, width)
      if (transposeA) {
        packRowsTransposed(packedA, aFrom, aStride, depth, height)
        multiply(packedA, PACKED, packedB, to, cStride, height, width, depth, more, scratch, sparse !== Sparse.NEITHER)
      } else multiply(aFrom, aStride, packedB, to, cStride, height, width, depth, more, scratch, sparse !== Sparse.NEITHER)
    }
    if (turned) transpose(to, cStride, product, <usize>mBlock << 2, width, height)
    finish(to, cStride, height, width, bias === 0 ? 0 : bias + ((<usize>j) << 2), activation)
  }
}
