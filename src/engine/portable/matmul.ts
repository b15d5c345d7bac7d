/** @file Matrix multiplication: BatchMatMul and _FusedMatMul. */

import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core'
import { type Activation, activationCode, isFinishable } from './activation.js'
import type { Code } from './arguments.js'
import type { PortableBackend } from './backend.js'
import type { Address } from './heap.js'
import { areFloat32, input, type Kernel, type KernelCall } from './kernel.js'
import { DEPTH, multiplySize, packedColumns, packedRows } from './packing.js'
import { codes } from './signatures.js'
import { isSparse } from './sparsity.js'

export interface Product {
  m: number
  n: number
  k: number
  transposeA: boolean
  transposeB: boolean
  /** The number of products, and whether all of them share one a or one b. */
  count?: number
  sharedA?: boolean
  sharedB?: boolean
  /** The matrix whose zeros are skipped: a, or b if only a is transposed. */
  sparse?: 'a' | 'b' | undefined
}

const sparseCodes = { a: codes.Sparse.A, b: codes.Sparse.B }

/** The size of the block that one task computes, in rows and columns; each block packs its operands once. */
function blocks({ m, n, sparse }: Product): { mBlock: number; nBlock: number } {
  // Each block builds its lists again, so wide blocks pay off.
  if (m <= 256) return { mBlock: m, nBlock: sparse === undefined ? 32 : 64 }
  // A multiple of 8 tasks, so that all threads finish at about the same time.
  const tasks = 8 * Math.ceil(m / 2400)
  const mBlock = 4 * Math.ceil(m / tasks / 4)
  return { mBlock, nBlock: Math.min(sparse === 'b' ? 256 : 512, 16 * Math.ceil(n / 16)) }
}

/** Computes c = activation(a b + bias) from the addresses of the tensors. */
export function runMatmul(
  backend: PortableBackend,
  product: Product,
  a: Address,
  b: Address,
  c: Address,
  bias: Address,
  activation: Code<'Activation'>,
): void {
  const { m, n, k, transposeA, transposeB, count = 1, sharedA, sharedB, sparse } = product
  const { mBlock, nBlock } = blocks(product)
  const [left, right] = sparse === 'b' ? [nBlock, mBlock] : [mBlock, nBlock]
  const products = multiplySize(sparse !== undefined)
  const turned = sparse === 'b' ? 4 * left * right : 0
  backend.pool.run(
    'matmul',
    count * Math.ceil(m / mBlock) * Math.ceil(n / nBlock),
    products + packedColumns(DEPTH, right) + packedRows(DEPTH, left) + turned,
    {
      ...{ a, b, c, m, n, k },
      aBatch: sharedA === true ? 0 : 4 * m * k,
      bBatch: sharedB === true ? 0 : 4 * k * n,
      ...{ transposeA, transposeB, mBlock, nBlock, bias, activation },
      sparse: sparse === undefined ? codes.Sparse.NEITHER : sparseCodes[sparse],
    },
  )
}

/** Chooses the matrix whose zeros are skipped. Narrow products are faster than building a list. */
function sparseOf(
  backend: PortableBackend,
  { m, n, k, transposeA, transposeB }: Product,
  a: TensorInfo,
  b: TensorInfo,
): Product['sparse'] {
  if (k < 32) return undefined
  if (n >= 64 && isSparse(backend, a)) return 'a'
  return transposeA && !transposeB && m >= 64 && isSparse(backend, b) ? 'b' : undefined
}

function multiply(call: KernelCall, activation: Activation): TensorInfo | undefined {
  const { attrs, backend } = call
  const [a, b] = [input(call, 'a'), input(call, 'b')]
  const { bias, preluActivationWeights } = call.inputs
  if (!areFloat32(a, b, bias) || preluActivationWeights !== undefined) return undefined
  if (a.shape.length < 2 || b.shape.length < 2) return undefined
  const [transposeA, transposeB] = [attrs['transposeA'] === true, attrs['transposeB'] === true]
  const [rowsA, columnsA] = a.shape.slice(-2) as [number, number]
  const [rowsB, columnsB] = b.shape.slice(-2) as [number, number]
  const [m, k] = transposeA ? [columnsA, rowsA] : [rowsA, columnsA]
  const [n, kOfB] = transposeB ? [rowsB, columnsB] : [columnsB, rowsB]
  const [outerA, outerB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)]
  const [countA, countB] = [util.sizeFromShape(outerA), util.sizeFromShape(outerB)]
  if (k !== kOfB || !isFinishable(bias, n, activation)) return undefined
  if (countA !== countB && countA !== 1 && countB !== 1) return undefined

  const outer = backend_util.assertAndGetBroadcastShape(outerA, outerB)
  const output = backend.output([...outer, m, n])
  const count = util.sizeFromShape(outer)
  if (count * m * n === 0) return output
  const [sharedA, sharedB] = [countA === 1, countB === 1]
  const shape = { m, n, k, transposeA, transposeB, count, sharedA, sharedB }
  runMatmul(
    backend,
    { ...shape, sparse: sparseOf(backend, shape, a, b) },
    backend.address(a),
    backend.address(b),
    backend.address(output),
    backend.addressIfAny(bias),
    activationCode(activation),
  )
  return output
}

export const matmulKernels: Kernel[] = [
  { name: 'BatchMatMul', run: (call) => multiply(call, 'linear') },
  { name: '_FusedMatMul', run: (call) => multiply(call, call.attrs['activation'] as Activation) },
]
