/** @file Sizes of packed matrices, as the kernels lay them out (assembly/gemm.ts). */

/** Bytes of scratch for a tile at the edge of a product. */
export const TILE = 128
/** Terms that a product sums before it adds them to its result. */
export const DEPTH = 256

export const packedColumns = (k: number, n: number): number => Math.ceil(n / 16) * k * 64
export const packedRows = (k: number, m: number): number => Math.ceil(m / 4) * k * 16

/** Bytes of scratch for the lists of nonzero values of a product's sparse left matrix (assembly/sparse.ts). */
const LISTS = 64 * (16 + 2 * (4 * DEPTH + 16)) + 16 * DEPTH

/** Bytes of scratch that a product needs; equal to `multiplySize` of assembly/gemm.ts. */
export const multiplySize = (sparse: boolean): number => TILE + (sparse ? LISTS : 0)
